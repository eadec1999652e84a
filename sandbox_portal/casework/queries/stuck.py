"""What is stuck, why, and what to do about it (R31)."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Func, QuerySet
from django.utils.translation import gettext as _

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..kinds import kind_of
from ..models import Case
from ..moments import day_in_words, in_words
from ..prepared import number_of
from ..working_days import day_in_london
from .cases import cases_worked_by, kinds_known

MOST_IN_MENU = 99
OVERSEE = frozenset(
    {
        Role.PROGRAMME_LEAD,
        Role.REGISTRATION_MANAGER,
        Role.INSPECTION_MANAGER,
        Role.QUALITY_MARK_DECISION_MAKER,
        Role.COMMISSIONER,
        Role.AUDITOR,
        Role.SYSTEM_ADMINISTRATOR,
    }
)


class ThisMoment(Func):
    """The database's clock standing still for a statement, so that an index can be read up to it and no further."""

    function = "casework_moment"
    arity = 0
    output_field: Any = DateTimeField()


@dataclass(frozen=True)
class Reason:
    """Why a case is stuck, in words, and what to do."""

    why: str
    to_do: str


def stuck(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases that are longer in their stage than usual, past a date, without a person, or in trouble behind."""
    return cases.filter(closed_at=None, stuck_from__lte=ThisMoment()).order_by("stuck_from", "pk")


def stuck_for(user: User) -> QuerySet[Case]:
    """The stuck ones of those this person works with."""
    return stuck(cases_worked_by(user))


def stuck_in_menu(user: Any) -> str:
    """How many, for the menu of those who oversee the work; others read it on the page of cases."""
    return stuck_count(user) if roles_of(user) & OVERSEE else ""


def stuck_count(user: Any) -> str:
    """How many in words: "7", "99+", "" for none. One look at an index, and once per user object."""
    if not roles_of(user):
        return ""
    if "_stuck_count" not in user.__dict__:
        found = number_of(_some_stuck, user, kinds_known())
        user.__dict__["_stuck_count"] = f"{MOST_IN_MENU}+" if found > MOST_IN_MENU else str(found or "")
    return str(user.__dict__["_stuck_count"])


def _some_stuck(user: User, _known: Hashable) -> QuerySet[Case]:
    return stuck_for(user).only("pk").order_by()[: MOST_IN_MENU + 1]


def reasons_of(case: Case, user: User, at: datetime) -> list[Reason]:
    """Every reason that holds now, the one that came first on top."""
    kind = kind_of(case)
    stage, label = kind.workflow.stage(case.stage), kind.stage_label(case, user)
    found: list[tuple[datetime, Reason]] = []

    def add(moment: datetime | None, why: str, to_do: str) -> None:
        if moment is not None and moment <= at:
            found.append((moment, Reason(why, to_do)))

    add(
        case.usual_until,
        _too_long(case, label),
        _("Next: %(step)s. Or put it on hold, and say why.") % {"step": stage.next_action},
    )
    add(
        case.due_at,
        _("It was due at %(moment)s.") % {"moment": in_words(case.due_at)} if case.due_at else "",
        _("Do what was due, or agree a new date."),
    )
    add(
        case.person_wanted_by if case.owner_id is None else None,
        _("Nobody has taken it."),
        _("Take it, or give it to a person."),
    )
    add(
        case.hold_until,
        _("It is on hold, and the hold was to end on %(day)s.") % {"day": _day(case.hold_until)},
        _("Go on with it, or say how much longer it must wait."),
    )
    add(
        case.trouble_since,
        _("A letter, a mail or other work in the background was given up on %(day)s.")
        % {"day": _day(case.trouble_since)},
        _("Look under “Mail and background work” what went wrong, and try again there."),
    )
    return [reason for _moment, reason in sorted(found, key=lambda each: each[0])]


def _too_long(case: Case, label: str) -> str:
    return _(
        "It has been at “%(stage)s” since %(since)s. The usual time here, counted in calendar days, ended on %(until)s."
    ) % {
        "stage": label,
        "since": _day(case.stage_since),
        "until": _day(case.usual_until),
    }


def _day(moment: datetime | None) -> str:
    return day_in_words(day_in_london(moment)) if moment else ""
