"""Visits of other wings in the calendar, such as those before a registration. Inspection knows no such wing by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sandbox_portal.people.models import User


@dataclass(frozen=True)
class FurtherVisit:
    """A visit as the calendar shows it: of which case, at whom, how and by whom, and where one reads more."""

    starts_at: datetime
    reference: str
    subject: str
    how: str
    who: str
    address: str


@dataclass(frozen=True)
class Wanted:
    """The days of a calendar, whose it is, and whether it shows their own visits alone."""

    user: User
    start: datetime
    end: datetime
    is_mine: bool


Visits = Callable[[Wanted], Iterable[FurtherVisit]]
_sources: list[Visits] = []


def add_visits(visits: Visits) -> None:
    """Offer visits that the person may read, none that was cancelled; called from AppConfig.ready()."""
    if visits not in _sources:
        _sources.append(visits)


def further_visits(wanted: Wanted) -> list[FurtherVisit]:
    """Every visit of another wing in these days, by its time."""
    found = [visit for visits in _sources for visit in visits(wanted)]
    return sorted(found, key=lambda visit: (visit.starts_at, visit.reference))
