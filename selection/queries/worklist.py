"""The applications a panel member works through: what is mine to do, what is finished, a page at a time."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as DatabaseCase
from django.db.models.functions import Coalesce

from programme.models import PanelMember
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import number_of, rows_of
from sandbox_portal.casework.queries import matching
from sandbox_portal.casework.queries.cases import fitting, holding, words_sought
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Application, MemberScore, Selection, SubmittedSheet
from .applications import applications_scored_by
from .in_hand import STAGE_OF, at_step, known_by_ids, own, step_of, turn_of
from .tallies import NONE, tallies_of

PAGE = 30
MOST_COUNTED = 1000
COUNTED_ALONG = 1120  # one by one, along the list; so many hold more than MOST_COUNTED where nearly all fit
WALKED = 120  # applications that are looked at one by one before the index of words is asked
LISTED = (  # the rest is large, and much of it the same in every row
    "round",
    "number",
    "summary",
    "review_position",
    "case__reference",
    "case__stage",
    "case__stage_since",
    "organisation__name",
)
TO_DO, FINISHED = "to_do", "finished"


@dataclass(frozen=True)
class Wanted:
    """What a member asked the list for; empty words ask for everything."""

    stage: str = ""
    mine: str = ""
    words: str = ""


@dataclass(frozen=True)
class Page:
    """Some rows, and the mark after which the next page begins (None on the last)."""

    rows: list[Application]
    after: int | None


def worklist(
    selection: Selection, user: User, member: PanelMember, wanted: Wanted, *, sought: str = ""
) -> QuerySet[Application]:
    """The member's applications that were asked for, without order; `sought` are words as the index wants them."""
    step = step_of(selection)
    rows = applications_scored_by(user).filter(round=selection.round_id)
    if wanted.stage:
        rows = rows.filter(case__stage=wanted.stage)
    if sought:
        rows = rows.filter(case__in=Case.objects.filter(holding(sought)).values("pk"))
    elif wanted.words.strip():
        rows = rows.filter(case__in=matching(Case.objects.all(), wanted.words).values("pk"))
    if not wanted.mine:
        return rows
    if step is None:
        return rows.none()
    is_finished = Q(Exists(own(SubmittedSheet, member, step)))
    return rows.filter(at_step(selection, step), is_finished if wanted.mine == FINISHED else ~is_finished)


def with_progress(rows: QuerySet[Application], selection: Selection, member: PanelMember) -> QuerySet[Application]:
    """The same, each with `scored`, `is_finished` and, at step 3, `has_turn`; for the rows of one page."""
    step = step_of(selection)
    rows = rows.annotate(**_progress(member, step))
    return rows.annotate(has_turn=Q(review_position=turn_of(selection))) if step == 3 else rows


def count_of(rows: QuerySet[Application]) -> int:
    """How many there are; MOST_COUNTED + 1 stands for more."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def next_to_score(selection: Selection, user: User, member: PanelMember, *, after: int = 0) -> Application | None:
    """The next application that waits for this member's scores: after this reference, else from the beginning."""
    ids = {"round_id": selection.round_id, "member_id": member.pk}
    for mark in (after, 0) if after else (0,):
        found = rows_of(_next, user, selection.case.stage, **ids, after=mark)
        if found:
            return found[0]
    return None


def _next(user: User, stage: str, *, round_id: UUID, member_id: UUID, after: int) -> QuerySet[Application]:
    selection, member = known_by_ids(stage, round_id, member_id)
    rows = worklist(selection, user, member, Wanted(mine=TO_DO)).select_related(None).select_related("case")
    return rows.only("number", "case__reference").filter(number__gt=after).order_by("number")[:1]


def listed_for(
    selection: Selection,
    user: User,
    member: PanelMember,
    wanted: Wanted,
    *,
    by_review: bool,
    after: int = 0,
    size: int = PAGE,
) -> tuple[Page, int]:
    """A page of the member's applications that were asked for, and how many there are (see `count_of`)."""
    shape = (selection.case.stage, wanted)
    ids = {"round_id": selection.round_id, "member_id": member.pk}
    if wanted.words.strip():
        return _found_by_words(selection, user, member, wanted, by_review=by_review, after=after, size=size)
    found = rows_of(_page, user, *shape, by_review, size, **ids, after=after)
    kept = _kept_number(selection, member, wanted)
    count = number_of(_counted, user, *shape, **ids) if kept is None else min(kept, MOST_COUNTED + 1)
    return _cut(found, size, by_review=by_review), count


def _found_by_words(
    selection: Selection, user: User, member: PanelMember, wanted: Wanted, *, by_review: bool, after: int, size: int
) -> tuple[Page, int]:
    """The same for words. Several are a value of a prepared question; one may be a reference, and is not."""
    sought = words_sought(wanted.words)
    is_value = len(wanted.words.split()) > 1 and bool(sought)
    shape: tuple[str, Wanted] = (selection.case.stage, replace(wanted, words="") if is_value else wanted)
    values: dict[str, Any] = {"round_id": selection.round_id, "member_id": member.pk}
    values |= {"sought": sought} if is_value else {}
    asked, numbered = (rows_of, number_of) if is_value else (_asked_anew, _numbered_anew)
    span = {"after": after, "until": after + WALKED}
    near = asked(_page_near, user, *shape, by_review, size, **values, **span) if sought else []
    rows = near if len(near) > size else asked(_page, user, *shape, by_review, size, **values, after=after)
    if after == 0 and len(rows) <= size:
        return _cut(rows, size, by_review=by_review), len(rows)
    if len(near) > size:
        along = numbered(_counted_near, user, *shape, by_review, **values, after=0, until=COUNTED_ALONG)
        if along > MOST_COUNTED or _ends_by(selection, COUNTED_ALONG):
            return _cut(rows, size, by_review=by_review), min(along, MOST_COUNTED + 1)
    return _cut(rows, size, by_review=by_review), numbered(_counted, user, *shape, **values)


def _ends_by(selection: Selection, place: int) -> bool:
    """Whether no application of the round has a number or a place of review beyond this: both count those sent."""
    return sum(each.sent for each in tallies_of(selection.round_id).stages(None).values()) <= place


def _asked_anew(build: Any, user: User, *shape: Any, **values: Any) -> list[Application]:
    return list(build(user, *shape, **values))


def _numbered_anew(build: Any, user: User, *shape: Any, **values: Any) -> int:
    number: int = build(user, *shape, **values).count()
    return number


def _kept_number(selection: Selection, member: PanelMember, wanted: Wanted) -> int | None:
    """How many of the member's applications fit, without counting them; None where no number says it."""
    step, tallies = step_of(selection), tallies_of(selection.round_id)
    if not tallies.is_closed or (wanted.mine and step is None):
        return 0
    stages = {each for each in tallies.stages(member.pk) if each == (wanted.stage or each)} - {ApplicationStage.DRAFT}
    if not wanted.mine:
        return sum(tallies.at(member.pk, each).clear for each in stages)
    if step not in (1, 2):
        return None  # at step 3 only the application whose turn it is can be scored
    here = tallies.at(member.pk, STAGE_OF[step]) if STAGE_OF[step] in stages else NONE
    return here.finished if wanted.mine == FINISHED else here.clear - here.finished


def _wanted(
    user: User, stage: str, wanted: Wanted, *, round_id: UUID, member_id: UUID, sought: str = ""
) -> QuerySet[Application]:
    selection, member = known_by_ids(stage, round_id, member_id)
    return worklist(selection, user, member, wanted, sought=sought)


def _counted(user: User, stage: str, wanted: Wanted, **values: Any) -> QuerySet[Application]:
    rows = _wanted(user, stage, wanted, **values)
    return rows.select_related(None).only("pk").order_by()[: MOST_COUNTED + 1]


def _counted_near(user: User, stage: str, wanted: Wanted, by_review: bool, **values: Any) -> QuerySet[Application]:
    return _near(user, stage, wanted, key=_key(by_review=by_review), **values).select_related(None).only("pk")


def _page(
    user: User, stage: str, wanted: Wanted, by_review: bool, size: int, *, after: int, **values: Any
) -> QuerySet[Application]:
    key = _key(by_review=by_review)
    rows = _wanted(user, stage, wanted, **values).filter(**{f"{key}__gt": after})
    return _shown(rows, stage, values, key=key, size=size)


def _page_near(
    user: User, stage: str, wanted: Wanted, by_review: bool, size: int, **values: Any
) -> QuerySet[Application]:
    key = _key(by_review=by_review)
    return _shown(_near(user, stage, wanted, key=key, **values), stage, values, key=key, size=size)


def _shown(
    rows: QuerySet[Application], stage: str, values: dict[str, Any], *, key: str, size: int
) -> QuerySet[Application]:
    selection, member = known_by_ids(stage, values["round_id"], values["member_id"])
    # First which, then what: sorting them all with everything they show costs twenty times as much.
    which = rows.order_by(key).values("pk")[: size + 1]
    return with_progress(_listed(which), selection, member).order_by(key)


def _listed(which: Any) -> QuerySet[Application]:
    return Application.objects.filter(pk__in=which).select_related("case", "organisation").only(*LISTED)


def _near(
    user: User, stage: str, wanted: Wanted, *, key: str, after: int, until: int, sought: str = "", **ids: Any
) -> QuerySet[Application]:
    """Those that the words fit in one stretch of the list.

    Words that fit nearly every case are found along the list: the index of words would give all of them to be sorted.
    Where they stand too far apart the index is better.
    """
    fits = holding(sought, of="case__") if sought else fitting(wanted.words, of="case__")
    rows = _wanted(user, stage, replace(wanted, words=""), **ids)
    stretch = rows.filter(**{f"{key}__gt": after, f"{key}__lte": until})
    # As a plain condition PostgreSQL takes it for a rare one, and looks for it in every case before the stretch.
    row_by_row = DatabaseCase(When(fits, then=Value(True)), default=Value(False)) if fits else Q()
    return stretch.filter(row_by_row)


def _cut(found: list[Application], size: int, *, by_review: bool) -> Page:
    return Page(found[:size], getattr(found[size - 1], _key(by_review=by_review)) if len(found) > size else None)


def _key(*, by_review: bool) -> str:
    return "review_position" if by_review else "number"


def _progress(member: PanelMember, step: int | None) -> dict[str, object]:
    """`scored` and `is_finished` of the step in hand; indexes of one member and application serve both."""
    if step is None:
        return {"scored": Value(0), "is_finished": Value(False, output_field=BooleanField())}
    scores = own(MemberScore, member, step).order_by().values("member").annotate(count=Count("pk")).values("count")
    return {
        "scored": Coalesce(Subquery(scores, output_field=IntegerField()), 0),
        "is_finished": Exists(own(SubmittedSheet, member, step)),
    }
