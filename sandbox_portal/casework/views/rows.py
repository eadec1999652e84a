"""Turn cases into the rows of a list, a page at a time, with the same number of questions however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from ..calendars import england_and_wales
from ..choices import NOBODY, PROVIDER
from ..desk_words import FlagWord, flags_seen_by
from ..kinds import kind_of
from ..models import Case
from ..moments import age_in_words, day_in_words, in_words
from ..queries.messages import Standing, standing_by_case
from ..queries.queues import BY_AGE, ORDERS, shown_after, shown_in_order
from ..queries.stuck import Reason, reasons_of
from ..working_days import OutsideCalendarError, day_in_london, working_days_between

PAGE = 30


@dataclass(frozen=True)
class Row:
    """One case as a list shows it to this person."""

    pk: str
    reference: str
    title: str
    organisation: str
    organisation_id: str
    kind: str
    stage: str
    colour: str
    owner: str
    has_person: bool
    next_action: str
    age: str
    since: str
    is_stuck: bool
    due: str
    is_late: bool
    flags: Sequence[FlagWord]
    held_until: str
    reasons: Sequence[Reason]
    address: str
    timeline: str
    desk: str
    unread: int = 0
    messages: str = ""


@dataclass(frozen=True)
class Page:
    """Some rows, and the mark after which the next page begins ("" on the last)."""

    rows: list[Row]
    after: str


def page_of(
    cases: QuerySet[Case], *, user: User, at: datetime, after: str = "", order: str = ORDERS[BY_AGE], size: int = PAGE
) -> Page:
    """The rows after the mark, in this order."""
    return page_with(shown_after(cases, after, order=order, most=size + 1), user=user, at=at, order=order, size=size)


def page_with(found: list[Case], *, user: User, at: datetime, order: str = ORDERS[BY_AGE], size: int = PAGE) -> Page:
    """The page of these cases, of which there is one more than it shows when another page follows."""
    mark = f"{getattr(found[size - 1], order).isoformat()}~{found[size - 1].pk}" if len(found) > size else ""
    return Page(with_messages([row_of(case, user=user, at=at) for case in found[:size]], user), mark)


def rows_of(cases: Sequence[Case], *, user: User, at: datetime) -> list[Row]:
    """The rows of these cases, in their order, fetched together."""
    return [row_of(case, user=user, at=at) for case in shown_in_order([case.pk for case in cases])]


def with_messages(rows: list[Row], user: User) -> list[Row]:
    """The same rows, each with the messages nobody of this person's side has opened, and a question to answer."""
    standing = standing_by_case([UUID(row.pk) for row in rows], user) if rows else {}
    there = {str(case): each for case, each in standing.items()}
    return [_with_messages(row, there[row.pk]) if row.pk in there else row for row in rows]


def _with_messages(row: Row, standing: Standing) -> Row:
    address = reverse("case-messages", args=[row.pk])
    told = replace(row, unread=standing.unread, messages=address)
    if standing.asks_by is None or row.next_action:
        return told
    return replace(told, next_action=_("answer our question"), address=address)


def row_of(case: Case, *, user: User, at: datetime) -> Row:
    """What this person may read of the case in one line: a provider gets its own words for the stage, and no age."""
    kind = kind_of(case)
    stage = kind.workflow.stage(case.stage)
    is_own = case.organisation_id in organisation_places(user)
    reasons = [] if is_own or case.closed_at else reasons_of(case, user, at)
    return Row(
        pk=str(case.pk),
        reference=case.reference or "",
        title=case.title,
        organisation=case.organisation_name,
        organisation_id=str(case.organisation_id or ""),
        kind=kind.label,
        stage=kind.stage_label(case, user),
        colour="" if is_own else stage.colour,
        owner=owner_of(case),
        has_person=case.owner_id is not None,
        next_action=stage.next_action if not is_own or case.owner_role == PROVIDER else "",
        age="" if is_own else working_age(case.stage_since, at),
        since=day_in_words(day_in_london(case.stage_since)),
        is_stuck=bool(reasons),
        due=in_words(case.due_at) if case.due_at else "",
        is_late=bool(case.due_at and case.due_at <= at and not case.closed_at),
        flags=[] if is_own else shown_flags(case, user),
        held_until=day_in_words(day_in_london(case.hold_until)) if case.hold_until else "",
        reasons=reasons,
        address=kind.address(case, user),
        timeline=reverse("case-timeline", args=[case.pk]),
        desk="" if is_own else reverse("case-desk", args=[case.pk]),
    )


def owner_of(case: Case) -> str:
    """Who has the case, in words."""
    if case.owner:
        return case.owner.name
    if case.owner_role == PROVIDER:
        return case.organisation_name or _("The provider")
    return _("Nobody: it has ended") if case.owner_role == NOBODY else str(Role(case.owner_role).label)


def working_age(since: datetime, at: datetime) -> str:
    """So many working days; in plain days where the calendar does not reach."""
    try:
        days = working_days_between(day_in_london(since), day_in_london(at), calendar=england_and_wales())
    except OutsideCalendarError:
        return age_in_words(at - since)
    return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}


def shown_flags(case: Case, user: User) -> list[FlagWord]:
    """The flags that are up, of those this person may see."""
    if not case.flags:
        return []
    return [word for code, word in flags_seen_by(user).items() if code in case.flags]
