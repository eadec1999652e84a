"""Measure operations in turn, so that whatever else the machine does falls on all of them alike."""

import random
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from .operations import Operation

WARM_UP = 3


@dataclass
class Measured:
    """One operation on one target."""

    seconds: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0

    @property
    def typical(self) -> float:
        """The first quartile: what it takes when nothing else on the machine gets in the way much."""
        return statistics.quantiles(self.seconds, n=4)[0]


Results = dict[str, dict[str, Measured]]


def interleaved(targets: Mapping[str, Mapping[str, Operation]], *, rounds: int) -> Results:
    """Every operation of every target once a round, in a new order each time."""
    found: Results = {target: {name: Measured() for name in named} for target, named in targets.items()}
    every = [(target, name, operation) for target, named in targets.items() for name, operation in named.items()]
    for target, name, operation in every:
        for _ in range(WARM_UP):
            operation()
        answer = operation(count=True)
        found[target][name].queries, found[target][name].size = answer.queries or 0, len(answer.body)
    order = random.Random(1)
    for _ in range(rounds):
        order.shuffle(every)
        for target, name, operation in every:
            found[target][name].seconds.append(operation().seconds)
    return found
