"""The regulator's words as data: who loads what from `content/`, and how a fault in a file is told to its author."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

Loader = Callable[[Path, datetime], str]

_loaders: dict[str, Loader] = {}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a content file: where, and a sentence that says how to put it right."""

    file: str
    line: int
    sentence: str
    section: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" + (f", {self.section}" if self.section else "")
        return f"{place}: {self.sentence}"


class FaultyContent(Exception):  # noqa: N818 - it is what it says
    """Nothing was loaded. Holds every fault found, in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def register_loader(name: str, load: Loader) -> None:
    """Make a loader known, from AppConfig.ready(). It takes the folder `content/` and the moment; it returns one line.

    Loaders run in the order of registration, so that a wing finds loaded what the ground beneath it has. Running one
    again with the same files changes nothing.
    """
    _loaders[name] = load


def loaders() -> tuple[tuple[str, Loader], ...]:
    """Every registered loader, in order."""
    return tuple(_loaders.items())
