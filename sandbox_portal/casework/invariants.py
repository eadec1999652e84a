"""What must always be true, looked at every hour: apps name a function here that tells what is not.

A function takes nothing and gives one sentence for each breach, without anybody's data; none means that all is well.
"""

import logging
from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)

Look = Callable[[], Iterable[str]]
MOST_TOLD = 20

_looks: dict[str, Look] = {}


def always(name: str) -> Callable[[Look], Look]:
    """Look every hour; the name says what must be true: “timelines are whole”."""

    def register(function: Look) -> Look:
        _looks[name] = function
        return function

    return register


def names() -> list[str]:
    """Everything that is looked at."""
    return sorted(_looks)


def breaches() -> dict[str, list[str]]:
    """Every promise by name with what breaks it; a look that fails is a breach too, and stops no other."""
    return {name: found for name, look in sorted(_looks.items()) if (found := _breaches_of(name, look))}


def _breaches_of(name: str, look: Look) -> list[str]:
    try:
        return list(look())[:MOST_TOLD]
    except Exception as error:
        logger.exception("a promise could not be looked at", extra={"promise": name})
        return [f"It could not be looked at ({type(error).__name__})."]
