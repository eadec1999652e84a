"""Sixteen people at once: how many requests a web process answers in a second, and what it weighs afterwards."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from .stage import Web

AT_ONCE = 16
SECONDS = 3.0
TURNS = 2

Address = tuple[str, str]  # of a page, and the cookie of who opens it


@dataclass
class Crowded:
    """One target under load: the best requests a second of each page, and the megabytes of its process at the end."""

    rates: dict[str, float] = field(default_factory=dict)
    megabytes: float = 0.0


def crowded(targets: Mapping[str, tuple[Web, Mapping[str, Address]]]) -> dict[str, Crowded]:
    """Every page of every target in turn, twice; the better is kept, since others use the machine too."""
    found = {target: Crowded() for target in targets}
    for _turn in range(TURNS):
        for target, (web, pages) in targets.items():
            for name, (address, cookie) in pages.items():
                rate = requests_a_second(web, address, cookie)
                found[target].rates[name] = max(rate, found[target].rates.get(name, 0.0))
    for target, (web, _pages) in targets.items():
        found[target].megabytes = web.megabytes()
    return found


def requests_a_second(web: Web, address: str, cookie: str) -> float:
    until = time.monotonic() + SECONDS
    answered: list[int] = []

    def ask() -> None:
        client, count = web.client(), 0
        while time.monotonic() < until:
            client.get(address, cookie)
            count += 1
        answered.append(count)

    people = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    began = time.monotonic()
    for person in people:
        person.start()
    for person in people:
        person.join()
    return sum(answered) / (time.monotonic() - began)
