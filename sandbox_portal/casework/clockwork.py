"""What time alone brings about: wings name a function here, the scheduler calls it; without a scheduler the relay does.

Each function takes `at=` and is safe to run twice, and twice at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from sandbox_portal.people.clock import database_now

from .heartbeats import beat
from .models import Heartbeat

logger = logging.getLogger(__name__)

HOUR = timedelta(minutes=59)  # the clock rings each minute, never quite on it

Work = Callable[..., object]

_every_minute: dict[str, Work] = {}
_every_hour: dict[str, Work] = {}
_every_day: dict[str, tuple[time, Work]] = {}


def every_minute(name: str) -> Callable[[Work], Work]:
    """Call the function about once a minute: windows that close, periods that end."""

    def register(function: Work) -> Work:
        _every_minute[name] = function
        return function

    return register


def every_hour(name: str) -> Callable[[Work], Work]:
    """Call the function about once an hour: what is too much work for every minute."""

    def register(function: Work) -> Work:
        _every_hour[name] = function
        return function

    return register


def every_day(name: str, *, at: time) -> Callable[[Work], Work]:
    """Call the function once a day, at this local time or as soon after it as anything runs again."""

    def register(function: Work) -> Work:
        _every_day[name] = (at, function)
        return function

    return register


def run_due(*, at: datetime) -> list[str]:
    """Run everything that is due; a fault in one does not stop the others. Returns the names of those that failed."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    due = dict(_every_minute)
    due |= {name: work for name, work in _every_hour.items() if _hour_is_over(name, at)}
    due |= {name: work for name, (since, work) in _every_day.items() if _day_is_open(name, local, since)}
    failed = [name for name, work in due.items() if not _run(name, work, at)]
    for name in due.keys() & _every_day.keys() - set(failed):
        beat(_day_mark(name))
    for name in due.keys() & _every_hour.keys():
        beat(f"hour:{name}")
    return failed


def run_day(name: str) -> None:
    """Run one daily function now, for the scheduler, which knows the hour itself."""
    _, work = _every_day[name]
    if _run(name, work, database_now()):
        beat(_day_mark(name))


def _day_is_open(name: str, local: datetime, since: time) -> bool:
    if local.time() < since:
        return False
    done = Heartbeat.objects.filter(name=_day_mark(name)).first()
    return done is None or done.seen_at.astimezone(local.tzinfo).date() < local.date()


def _hour_is_over(name: str, at: datetime) -> bool:
    done = Heartbeat.objects.filter(name=f"hour:{name}").first()
    return done is None or at - done.seen_at >= HOUR


def _day_mark(name: str) -> str:
    return f"day:{name}"


def _run(name: str, work: Work, at: datetime) -> bool:
    try:
        work(at=at)
    except Exception:
        logger.exception("work by the clock failed", extra={"work": name})
        return False
    return True
