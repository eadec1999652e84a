"""What every checking program begins and ends with. Stand-alone: no Django, nothing of the portal."""

import resource
import sys
from collections.abc import Callable
from pathlib import Path

CLOSED_DOORS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")


class Unwanted(Exception):  # noqa: N818 - an answer, not a fault
    """The file is refused; the message is the word of the refusal in types.SENTENCES."""


def run(check: Callable[[Path, Path, str], None]) -> None:
    """Set the limits, close the doors, check, and print the verdict. Anything unforeseen ends without a verdict."""
    source, copy, extension, memory, seconds = sys.argv[1:6]
    for kind, limit in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, 200_000_000),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    sys.addaudithook(_refuse_doors)
    try:
        check(Path(source), Path(copy), extension)
    except Unwanted as unwanted:
        print(unwanted)
    else:
        print("ok")


def _refuse_doors(event: str, arguments: tuple) -> None:
    if event.startswith(CLOSED_DOORS):
        raise PermissionError(event)
