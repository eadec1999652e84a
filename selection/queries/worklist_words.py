"""What is found by words in the worklist of a panel member: along the list, or by the index of words."""

from dataclasses import replace
from typing import Any

from django.db.models import Case as DatabaseCase
from django.db.models import Q, QuerySet, Value, When

from programme.models import PanelMember
from sandbox_portal.casework.prepared import number_of, rows_of
from sandbox_portal.casework.queries.cases import fitting, holding, words_sought
from sandbox_portal.people.models import User

from ..models import Application, Selection
from .worklist_rows import MOST_COUNTED, Page, Wanted, asked_for, counted, cut, order_key, page_after, shown_in_order

COUNTED_ALONG = 1120  # one by one, along the list; so many hold more than MOST_COUNTED where nearly all fit
WALKED = 120  # applications that are looked at one by one before the index of words is asked


def found_by_words(
    selection: Selection, user: User, member: PanelMember, wanted: Wanted, *, by_review: bool, after: int, size: int
) -> tuple[Page, int]:
    """A page of what the words fit, and how many there are, as `listed_for` tells it.

    Several words are a value of a prepared question; one may be a reference, and is not.
    """
    sought = words_sought(wanted.words)
    is_value = len(wanted.words.split()) > 1 and bool(sought)
    shape: tuple[str, Wanted] = (selection.case.stage, replace(wanted, words="") if is_value else wanted)
    values: dict[str, Any] = {"round_id": selection.round_id, "member_id": member.pk}
    values |= {"sought": sought} if is_value else {}
    asked, numbered = (rows_of, number_of) if is_value else (_asked_anew, _numbered_anew)
    span = {"after": after, "until": after + WALKED}
    near = asked(_page_near, user, *shape, by_review, size, **values, **span) if sought else []
    rows = near if len(near) > size else asked(page_after, user, *shape, by_review, size, **values, after=after)
    if after == 0 and len(rows) <= size:
        return cut(rows, size, by_review=by_review), len(rows)
    if len(near) > size:
        along = numbered(_counted_near, user, *shape, by_review, **values, after=0, until=COUNTED_ALONG)
        if along > MOST_COUNTED or _ends_by(selection, COUNTED_ALONG):
            return cut(rows, size, by_review=by_review), min(along, MOST_COUNTED + 1)
    return cut(rows, size, by_review=by_review), numbered(counted, user, *shape, **values)


def _ends_by(selection: Selection, place: int) -> bool:
    """Whether no application of the round has a number, or a place of review, beyond this."""
    return selection.round.next_number - 1 <= place


def _asked_anew(build: Any, user: User, *shape: Any, **values: Any) -> list[Application]:
    return list(build(user, *shape, **values))


def _numbered_anew(build: Any, user: User, *shape: Any, **values: Any) -> int:
    number: int = build(user, *shape, **values).count()
    return number


def _counted_near(user: User, stage: str, wanted: Wanted, by_review: bool, **values: Any) -> QuerySet[Application]:
    return _near(user, stage, wanted, key=order_key(by_review=by_review), **values).select_related(None).only("pk")


def _page_near(
    user: User, stage: str, wanted: Wanted, by_review: bool, size: int, **values: Any
) -> QuerySet[Application]:
    key = order_key(by_review=by_review)
    return shown_in_order(_near(user, stage, wanted, key=key, **values), stage, values, key=key, size=size)


def _near(
    user: User, stage: str, wanted: Wanted, *, key: str, after: int, until: int, sought: str = "", **ids: Any
) -> QuerySet[Application]:
    """Those that the words fit in one stretch of the list.

    Words that fit nearly every case are found along the list: the index of words would give all of them to be sorted.
    Where they stand too far apart the index is better.
    """
    fits = holding(sought, of="case__") if sought else fitting(wanted.words, of="case__")
    rows = asked_for(user, stage, replace(wanted, words=""), **ids)
    stretch = rows.filter(**{f"{key}__gt": after, f"{key}__lte": until})
    # As a plain condition PostgreSQL takes it for a rare one, and looks for it in every case before the stretch.
    row_by_row = DatabaseCase(When(fits, then=Value(True)), default=Value(False)) if fits else Q()
    return stretch.filter(row_by_row)
