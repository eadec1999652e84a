"""What the clock does with rounds: open and close their windows, by the database's time."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sandbox_portal.casework import clockwork
from sandbox_portal.casework.refusals import Refused

from .actions import close_window, open_window
from .models import Round
from .queries import rounds_due_to_close, rounds_due_to_open


@clockwork.every_minute("programme.open_windows")
def open_due_windows(*, at: datetime) -> int:
    """Open every approved round whose time has come; how many."""
    return _each(rounds_due_to_open(), open_window, at)


@clockwork.every_minute("programme.close_windows")
def close_due_windows(*, at: datetime) -> int:
    """Close every open round whose time has come; how many."""
    return _each(rounds_due_to_close(), close_window, at)


def _each(rounds: Iterable[Round], move: Callable[..., Round], at: datetime) -> int:
    done = 0
    for round_ in rounds:
        try:
            move(round_, by=None, at=at)
        except Refused:  # another sweep, or the lead, was faster; the next round must not wait for it
            continue
        done += 1
    return done
