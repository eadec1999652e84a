"""Queues: which cases a member of staff asks for, in a stable order, a page at a time."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
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
from .cases import cases_worked_by, fitting, kinds_known, matching

MINE, TEAM, NO_PERSON = "mine", "team", "nobody"
SOON, OVERDUE, NO_DATE = "soon", "overdue", "none"
BY_AGE, BY_DUE = "age", "due"
AGE_BANDS = {"0": (0, 5), "5": (5, 10), "10": (10, 20), "20": (20, None)}  # working days: from, to below
SOON_DAYS = timedelta(days=7)
MOST_COUNTED = 1000
AT_ONCE = 31  # cases that are asked for by one prepared question: a page, and one more
WALKED = 500  # cases that are looked at one by one before the index of words is asked
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
    return _narrowed(cases, user, wanted, at)


@dataclass(frozen=True)
class Walk:
    """Words that fit nearly every case, found by going along the list instead of putting all that fit in order.

    `shown` are the first after the mark; `many` is true when there are more than a count goes up to.
    """

    shown: list[UUID]
    many: bool


def walk_to(user: User, wanted: Wanted, mark: str, *, at: datetime, most: int) -> Walk | None:
    """The first `most` cases the words fit, when they stand close enough together; None when the index is better.

    The index of words would give every case that fits, to be sorted whatever is shown of it.
    """
    fits = fitting(wanted.q)
    if fits is None or wanted.order != ORDERS[BY_AGE]:
        return None
    along = _narrowed(cases_worked_by(user), user, wanted, at)
    is_fitting = ExpressionWrapper(fits, output_field=BooleanField())
    looked_at = after_mark(along, mark, order=wanted.order).annotate(fits=is_fitting)
    found = [pk for pk, fits_it in looked_at.values_list("pk", "fits")[:WALKED] if fits_it]
    if len(found) < most:
        return None
    from_the_first = along.order_by(wanted.order, "pk").annotate(fits=is_fitting)
    count = sum(from_the_first.values_list("fits", flat=True)[: 2 * MOST_COUNTED])
    return Walk(found[:most], count > MOST_COUNTED)


def _narrowed(cases: QuerySet[Case], user: User, wanted: Wanted, at: datetime) -> QuerySet[Case]:
    for name in ("kind", "stage", "organisation"):
        if getattr(wanted, name):
            cases = cases.filter(**{name: getattr(wanted, name)})
    if wanted.flag:
        cases = cases.filter(flags__contains=[wanted.flag]) if wanted.flag in flags_seen_by(user) else cases.none()
    if wanted.held:
        cases = cases.filter(held_since__isnull=wanted.held != "yes")
    return cases.filter(_owned(user, wanted.owner), _aged(wanted.age, at), _due(wanted.due, at))


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
    moment, _tilde, pk = mark.partition("~")
    try:
        place = (datetime.fromisoformat(moment), UUID(pk))
    except ValueError:
        return cases.order_by(order, "pk")
    if place[0].tzinfo is None:
        return cases.order_by(order, "pk")
    return cases.filter(TupleGreaterThan(Tuple(F(order), F("pk")), place)).order_by(order, "pk")


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
    if owner == NO_PERSON:
        return Q(owner=None, owner_role__in=Role.values)
    return Q(owner=owner) if owner else Q()


def _aged(band: str, at: datetime) -> Q:
    """In the stage for so many working days; where no calendar reaches, in calendar days."""
    if band not in AGE_BANDS:
        return Q()
    least, below = AGE_BANDS[band]
    condition = Q(stage_since__lte=_ago(least, at)) if least else Q()
    return condition & Q(stage_since__gt=_ago(below, at)) if below else condition


def _ago(days: int, at: datetime) -> datetime:
    try:
        return end_of_day(working_days_before(day_in_london(at), days, calendar=england_and_wales()))
    except OutsideCalendarError:
        return at - timedelta(days=days)


def _due(due: str, at: datetime) -> Q:
    if due == OVERDUE:
        return Q(due_order__lte=at)
    if due == SOON:
        return Q(due_order__gt=at, due_order__lte=at + SOON_DAYS)
    return Q(due_at=None) if due == NO_DATE else Q()
