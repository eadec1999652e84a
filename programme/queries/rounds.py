"""Which rounds a person may see, and what the database's clock says of their windows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from sandbox_portal.casework.queries import events_of
from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..choices import RoundStage, WindowState
from ..models import Round

CHOSEN = frozenset({RoundStage.SIFTING, RoundStage.SIGNED_OFF})
AT_WORK = frozenset({RoundStage.RUNNING, RoundStage.PAUSED, RoundStage.OUTCOME_DECIDED})


def rounds_visible_to(user: User) -> QuerySet[Round]:
    """People with a staff role see every round; everybody else, signed in or not, sees the published ones."""
    if roles_of(user):
        return Round.objects.select_related("case")
    return rounds_published()


def rounds_published() -> QuerySet[Round]:
    """Rounds the public may read of: approved, and not left over from a window that never opened."""
    is_coming = Q(case__stage=RoundStage.PREPARING, closes_at__gt=DatabaseNow())
    has_opened = Q(frozen_at__isnull=False)
    return Round.objects.select_related("case").filter(is_coming | has_opened, approved_on__isnull=False)


def open_rounds() -> QuerySet[Round]:
    """Rounds that take applications at this moment by the database's clock, the one closing first on top."""
    return (
        Round.objects.select_related("case")
        .filter(case__stage=RoundStage.OPEN, opens_at__lte=DatabaseNow(), closes_at__gt=DatabaseNow())
        .order_by("closes_at", "number")
    )


def window_state(round_: Round, at: datetime) -> WindowState:
    """Whether the window is open at a moment; give it the database's. It closes on the very second of `closes_at`.

    A window whose day has come is not open before the round's criteria are frozen, which takes at most a minute.
    """
    stage = round_.case.stage
    if stage == RoundStage.PREPARING:
        return WindowState.NOT_YET_OPEN
    if stage != RoundStage.OPEN or at >= round_.closes_at:
        return WindowState.CLOSED
    return WindowState.OPEN if at >= round_.opens_at else WindowState.NOT_YET_OPEN


def is_open(round_: Round, at: datetime) -> bool:
    return window_state(round_, at) is WindowState.OPEN


def rounds_due_to_open() -> QuerySet[Round]:
    """Approved rounds whose window has begun, and not yet ended, by the database's clock."""
    return Round.objects.filter(
        case__stage=RoundStage.PREPARING,
        approved_on__isnull=False,
        opens_at__lte=DatabaseNow(),
        closes_at__gt=DatabaseNow(),
    ).order_by("number")


def rounds_due_to_close() -> QuerySet[Round]:
    """Open rounds whose window has ended by the database's clock."""
    return Round.objects.filter(case__stage=RoundStage.OPEN, closes_at__lte=DatabaseNow()).order_by("number")


def reason_given_up(round_: Round) -> str:
    """Why the round was given up; empty for one that was not."""
    if round_.case.stage != RoundStage.ABANDONED:
        return ""
    return events_of(round_.case).filter(to_stage=RoundStage.ABANDONED).values_list("note", flat=True).get()


def numbers_in_use() -> set[int]:
    """Numbers of the rounds that are in the portal already."""
    return set(Round.objects.values_list("number", flat=True))


@dataclass(frozen=True)
class RoundsByTime:
    """The public list, cut by what a reader can do with each round."""

    open: list[Round]
    coming: list[Round]
    running: list[Round]
    past: list[Round]

    def __bool__(self) -> bool:
        return bool(self.open or self.coming or self.running or self.past)


def rounds_by_time(rounds: QuerySet[Round], at: datetime) -> RoundsByTime:
    """Sort rounds into open, coming, running and past; the long texts stay in the database."""
    listed = rounds.defer("document", "criteria").annotate(summary=KT("document__summary")).order_by("-number")
    return _cut(listed, at)


def _cut(rounds: Iterable[Round], at: datetime) -> RoundsByTime:
    groups = RoundsByTime([], [], [], [])
    for round_ in rounds:
        stage, window = round_.case.stage, window_state(round_, at)
        if window is WindowState.OPEN:
            groups.open.append(round_)
        elif window is WindowState.NOT_YET_OPEN:
            groups.coming.append(round_)
        elif stage in CHOSEN | AT_WORK | {RoundStage.OPEN}:
            groups.running.append(round_)
        else:
            groups.past.append(round_)
    return groups
