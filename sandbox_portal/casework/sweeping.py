"""Once a minute: what time brings about, and what must not stay lying. Once a night: what nobody needs any more."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from . import clockwork
from .heartbeats import RELAY, RealNow, signs_of_life
from .models import OutboxEntry
from .performing import perform, waiting

OVERDUE = timedelta(minutes=2)
KEEP_WORDS_FOR = timedelta(days=30)
FEW = 20

logger = logging.getLogger(__name__)

Clearing = Callable[..., int]

_clearings: dict[str, Clearing] = {}


def register(name: str) -> Callable[[Clearing], Clearing]:
    """Clear every night; the function takes `at=`, is safe to run twice, and returns how many things it took away."""

    def keep(function: Clearing) -> Clearing:
        _clearings[name] = function
        return function

    return keep


def clear_everything(*, at: datetime) -> tuple[dict[str, int], list[str]]:
    """Run every clearing; how many each took away, and the names of those that failed, which stop no other."""
    cleared: dict[str, int] = {}
    failed = []
    for name, clear in sorted(_clearings.items()):
        try:
            cleared[name] = clear(at=at)
        except Exception:
            logger.exception("a nightly clearing failed", extra={"clearing": name})
            failed.append(name)
    logger.info("the nightly clearing is done", extra={"cleared": cleared, "failed": failed})
    return cleared, failed


def sweep(*, at: datetime) -> list[str]:
    """Run the clock's work, stand in for a silent relay, forget old words; the names of what failed."""
    failed = clockwork.run_due(at=at)
    if signs_of_life()[RELAY].is_silent:
        stand_in_for_the_relay()
    forget_old_words()
    return failed


def stand_in_for_the_relay() -> int:
    """Do a few entries that nobody has done for two minutes; how many were tried."""
    overdue = waiting().filter(due_at__lte=RealNow() - OVERDUE).values_list("pk", flat=True)[:FEW]
    return sum(perform(entry_id) for entry_id in list(overdue))


def forget_old_words() -> int:
    """Empty what was sent more than 30 days ago. The row stays: its key still says that it was done."""
    old = OutboxEntry.objects.filter(finished_at__lt=RealNow() - KEEP_WORDS_FOR).exclude(payload={})
    return old.update(payload={})
