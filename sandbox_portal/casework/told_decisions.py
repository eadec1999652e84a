"""Decisions as the organisation they are about reads them. Each wing says what it decided on its kinds of case."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox_portal.people.models import User

from .models import Case


@dataclass(frozen=True)
class WayOn:
    """Something the organisation can do now: where, and until when; after that moment it is not offered any more."""

    words: str
    url: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class ToldDecision:
    """One decision in the words its organisation was told: by which role, never by whom, and why."""

    case: Case
    what: str
    by: str
    decided_at: datetime
    told_at: datetime
    reasons: tuple[str, ...] = ()
    ways_on: tuple[WayOn, ...] = ()


Gatherer = Callable[[Sequence[Case], User], Iterable[ToldDecision]]

_gatherers: dict[str, Gatherer] = {}


def add_told_decisions(kind: str, gather: Gatherer) -> None:
    """Say what was decided on cases of this kind, and told; called from AppConfig.ready().

    `gather(cases, user)` is given cases the person reads whole, and asks as much for thirty as for one. It leaves out
    whatever the organisation has not been told yet.
    """
    _gatherers[kind] = gather


def gatherers() -> dict[str, Gatherer]:
    return dict(_gatherers)
