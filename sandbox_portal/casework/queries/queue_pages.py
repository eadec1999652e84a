"""A page of a queue: which cases stand on it, and how many there are on all of its pages.

Its questions are prepared: what somebody seeks is a value.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet, Value, When
from django.db.models import Case as DatabaseCase

from sandbox_portal.people.models import User

from ..models import Case
from ..prepared import number_of, rows_of
from .cases import fitting_words, kinds_known, reference_sought, words_sought
from .queues import (
    BY_AGE,
    MOST_COUNTED,
    ORDERS,
    Wanted,
    after_place,
    lookups_of,
    narrowed,
    place_of,
    shape_of,
    shown_in_order,
)

COUNTED_ALONG = 1120  # one by one, along the list; so many hold more than MOST_COUNTED where nearly all fit
WALKED = 500  # cases that are looked at one by one before the index of words is asked
ANYTHING = "…"  # in the shape of a question for words: ended cases are found too
Cases = Callable[[User], QuerySet[Case]]


class IsAmong(Func):
    """Whether a key stands in an array; for `IN (SELECT …)` PostgreSQL may read every case instead of these by key."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field: Any = BooleanField()


def found_in(
    cases: Cases, user: User, wanted: Wanted, mark: str, *, order: str, at: datetime, most: int
) -> tuple[list[Case], int]:
    """The first `most` of these cases after the mark of a page, with what a row says, and how many all pages have.

    MOST_COUNTED + 1 stands for more. Words that fit nearly every case are found along the list: the index of words
    would give every case that fits, to be sorted whatever is shown of it. Where they stand too far apart the index is
    better.
    """
    words = {"sought": words_sought(wanted.q), "reference": reference_sought(wanted.q)} if wanted.q else {}
    sought = {name: text for name, text in words.items() if text and words["sought"]}
    shape = (kinds_known(), cases, replace(shape_of(wanted), q=ANYTHING if wanted.q else ""))
    values: dict[str, Any] = {**lookups_of(wanted, at=at), **sought}
    place = place_of(mark)
    after: dict[str, Any] = dict(zip(("mark_at", "mark_id"), place, strict=True)) if place else {}
    near = rows_of(_near, user, *shape, order, most, **values, **after) if sought else []
    which = near if len(near) == most else rows_of(_which, user, *shape, order, most, **values, **after)
    found = shown_in_order([case.pk for case in which])
    if len(near) == most and number_of(_near_the_first, user, *shape, **values) > MOST_COUNTED:
        return found, MOST_COUNTED + 1
    return found, number_of(_counted, user, *shape, **values)


def _wanted(
    user: User,
    _known: Hashable,
    cases: Cases,
    wanted: Wanted,
    *,
    sought: str = "",
    reference: str = "",
    **values: Any,
) -> QuerySet[Case]:
    of_all = cases(user) if wanted.q else cases(user).filter(closed_at=None)
    fitting = of_all.filter(fitting_words(sought, reference)) if sought else of_all
    return narrowed(fitting, user, wanted, values)


def _which(
    user: User,
    known: Hashable,
    cases: Cases,
    wanted: Wanted,
    order: str,
    most: int,
    *,
    mark_at: datetime | None = None,
    mark_id: UUID | None = None,
    **values: Any,
) -> QuerySet[Case]:
    rows = after_place(_wanted(user, known, cases, wanted, **values), mark_at, mark_id, order=order)
    if "sought" in values:  # in its own order PostgreSQL would go along the whole list, which has few or none of them
        rows = rows.order_by(F(order) + Value(timedelta()), "pk")
    return rows.only("pk")[:most]


def _counted(user: User, known: Hashable, cases: Cases, wanted: Wanted, **values: Any) -> QuerySet[Case]:
    return _wanted(user, known, cases, wanted, **values).only("pk").order_by()[: MOST_COUNTED + 1]


def _near(
    user: User,
    _known: Hashable,
    cases: Cases,
    wanted: Wanted,
    order: str,
    most: int,
    *,
    mark_at: datetime | None = None,
    mark_id: UUID | None = None,
    sought: str = "",
    reference: str = "",
    **values: Any,
) -> QuerySet[Case]:
    along = narrowed(cases(user), user, wanted, values)
    stretch = after_place(along, mark_at, mark_id, order=order)[:WALKED]
    return _fitting_among(stretch, sought, reference).order_by(order, "pk")[:most]


def _near_the_first(
    user: User,
    _known: Hashable,
    cases: Cases,
    wanted: Wanted,
    *,
    sought: str = "",
    reference: str = "",
    **values: Any,
) -> QuerySet[Case]:
    along = narrowed(cases(user), user, wanted, values)
    return _fitting_among(after_place(along, None, None, order=ORDERS[BY_AGE])[:COUNTED_ALONG], sought, reference)


def _fitting_among(stretch: QuerySet[Case], sought: str, reference: str) -> QuerySet[Case]:
    fits = fitting_words(sought, reference)
    # As a plain condition PostgreSQL takes it for a rare one, and looks for it in every case before the stretch.
    row_by_row = DatabaseCase(When(fits, then=Value(True)), default=Value(False))
    return Case.objects.filter(row_by_row, IsAmong("pk", ArraySubquery(stretch.values("pk")))).only("pk")
