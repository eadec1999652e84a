"""Queues: which cases a member of staff asks for, in a stable order, a page at a time."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..calendars import england_and_wales
from ..desk_words import flags_seen_by
from ..kinds import all_kinds
from ..models import Case
from ..prepared import ids_of_a_page, number_of, rows_of
from ..queue_rules import routing
from ..working_days import OutsideCalendarError, day_in_london, end_of_day, working_days_before
from .cases import cases_worked_by, kinds_known, matching

MINE, TEAM, NO_PERSON = "mine", "team", "nobody"
SOON, OVERDUE, NO_DATE = "soon", "overdue", "none"
BY_AGE, BY_DUE = "age", "due"
AGE_BANDS = {"0": (0, 5), "5": (5, 10), "10": (10, 20), "20": (20, None)}  # working days: from, to below
SOON_DAYS = timedelta(days=7)
MOST_COUNTED = 1000
AT_ONCE = 31  # cases that are asked for by one prepared question: a page, and one more
ORDERS = {BY_AGE: "stage_since", BY_DUE: "due_order"}


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of the list. Empty means everything; a value that means nothing is left out before."""

    q: str = ""
    kind: str = ""
    stage: str = ""
    owner: str = ""
    age: str = ""
    due: str = ""
    flag: str = ""
    held: str = ""
    organisation: str = ""
    sort: str = BY_AGE
    chosen: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def order(self) -> str:
        return ORDERS.get(self.sort, ORDERS[BY_AGE])


def queue_of(user: User, wanted: Wanted, *, at: datetime, of: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """The cases asked for, without order: of all the person works with, or `of` some others.

    Ended ones only when words are searched for.
    """
    cases = cases_worked_by(user) if of is None else of
    cases = matching(cases, wanted.q) if wanted.q else cases.filter(closed_at=None)
    return narrowed(cases, user, shape_of(wanted), lookups_of(wanted, at=at))


def shape_of(wanted: Wanted) -> Wanted:
    """What the words of the question depend on: the same without what `lookups_of` gives as values."""
    owner = wanted.owner if wanted.owner in {MINE, TEAM, NO_PERSON} else ""
    due = NO_DATE if wanted.due == NO_DATE else ""
    return replace(wanted, age="", due=due, owner=owner, organisation="", chosen={})


def lookups_of(wanted: Wanted, *, at: datetime) -> dict[str, UUID | datetime]:
    """What is asked of a person, an organisation and moments, by the lookup that compares it."""
    found: dict[str, UUID | datetime] = {}
    if wanted.organisation:
        found["organisation"] = UUID(str(wanted.organisation))
    if wanted.owner and wanted.owner not in {MINE, TEAM, NO_PERSON}:
        found["owner"] = UUID(str(wanted.owner))
    return found | _aged(wanted.age, at) | _due(wanted.due, at)


def narrowed(cases: QuerySet[Case], user: User, wanted: Wanted, lookups: Mapping[str, Any]) -> QuerySet[Case]:
    """Those of these cases that were asked for, but for words."""
    for name in ("kind", "stage"):
        if getattr(wanted, name):
            cases = cases.filter(**{name: getattr(wanted, name)})
    if wanted.flag:
        cases = cases.filter(flags__contains=[wanted.flag]) if wanted.flag in flags_seen_by(user) else cases.none()
    if wanted.held:
        cases = cases.filter(held_since__isnull=wanted.held != "yes")
    if wanted.due == NO_DATE:
        cases = cases.filter(due_at=None)
    return cases.filter(_owned(user, wanted.owner), **lookups)


def number_waiting(user: User) -> int:
    """How many `waiting_for_a_person`; MOST_COUNTED + 1 stands for more."""
    alone = tuple((rule.kind, rule.stage) for rule in routing().stages if rule.is_taken_by_one)
    return number_of(_some_waiting, user, kinds_known(), alone)


def _some_waiting(user: User, *_known: Hashable) -> QuerySet[Case]:
    return waiting_for_a_person(user).only("pk").order_by()[: MOST_COUNTED + 1]


def waiting_for_a_person(user: User) -> QuerySet[Case]:
    """The cases nobody has, of the stages one person works alone, in the queues of this person's roles."""
    alone = Q(pk__in=[])
    for rule in routing().stages:
        if rule.is_taken_by_one:
            alone |= Q(kind=rule.kind, stage=rule.stage)
    roles = list(roles_of(user))
    return cases_worked_by(user).filter(alone, owner_role__in=roles, owner=None, held_since=None, closed_at=None)


def counted(cases: QuerySet[Case]) -> int:
    """How many there are; MOST_COUNTED + 1 stands for more, so that a count costs the same however many there are."""
    return cases.order_by()[: MOST_COUNTED + 1].count()


def after_mark(cases: QuerySet[Case], mark: str, *, order: str) -> QuerySet[Case]:
    """The cases in this order after the mark of a page; a mark that is none is the beginning."""
    return after_place(cases, *(place_of(mark) or (None, None)), order=order)


def place_of(mark: str) -> tuple[datetime, UUID] | None:
    """Where the page of this mark begins; None for a mark that is none."""
    moment, _tilde, pk = mark.partition("~")
    try:
        place = (datetime.fromisoformat(moment), UUID(pk))
    except ValueError:
        return None
    return place if place[0].tzinfo else None


def after_place(cases: QuerySet[Case], moment: datetime | None, pk: UUID | None, *, order: str) -> QuerySet[Case]:
    """The cases in this order after a place; without one, from the beginning."""
    if moment is not None:
        cases = cases.filter(TupleGreaterThan(Tuple(F(order), F("pk")), (moment, pk)))
    return cases.order_by(order, "pk")


def shown_after(cases: QuerySet[Case], mark: str, *, order: str, most: int) -> list[Case]:
    """The cases after the mark with what a row says. Which they are is asked alone first: together with all that a row
    joins, PostgreSQL would join every case before it looks which are wanted."""
    return shown_in_order(list(after_mark(cases, mark, order=order).values_list("pk", flat=True)[:most]))


def shown_in_order(which: Sequence[UUID]) -> list[Case]:
    """These cases in this order, each with what a row says."""
    if len(which) > AT_ONCE:
        found = with_what_is_shown(Case.objects.filter(pk__in=which)).in_bulk()
    else:
        rows = rows_of(_shown, None, _related(), **ids_of_a_page(which, most=AT_ONCE)) if which else []
        found = {case.pk: case for case in rows}
    return [found[pk] for pk in which if pk in found]


def _shown(_known: Hashable, **ids: UUID) -> QuerySet[Case]:
    return with_what_is_shown(Case.objects.filter(pk__in=list(ids.values())))


def with_what_is_shown(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same, each fetched with what a row says of it."""
    return cases.select_related("owner", *_related()).defer("words")


def _related() -> tuple[str, ...]:
    return tuple(sorted({name for kind in all_kinds() for name in kind.related}))


def _owned(user: User, owner: str) -> Q:
    if owner == MINE:
        return Q(owner=user)
    if owner == TEAM:
        return Q(owner_role__in=list(roles_of(user)))
    return Q(owner=None, owner_role__in=Role.values) if owner == NO_PERSON else Q()


def _aged(band: str, at: datetime) -> dict[str, datetime]:
    """In the stage for so many working days; where no calendar reaches, in calendar days."""
    if band not in AGE_BANDS:
        return {}
    least, below = AGE_BANDS[band]
    from_the_first = {"stage_since__lte": _ago(least, at)} if least else {}
    return from_the_first | ({"stage_since__gt": _ago(below, at)} if below else {})


def _ago(days: int, at: datetime) -> datetime:
    try:
        return end_of_day(working_days_before(day_in_london(at), days, calendar=england_and_wales()))
    except OutsideCalendarError:
        return at - timedelta(days=days)


def _due(due: str, at: datetime) -> dict[str, datetime]:
    if due == OVERDUE:
        return {"due_order__lte": at}
    return {"due_order__gt": at, "due_order__lte": at + SOON_DAYS} if due == SOON else {}
