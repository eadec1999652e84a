"""The applications a panel member works through: what is mine to do, what is finished, a page at a time."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from programme.models import PanelMember
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import number_of, rows_of
from sandbox_portal.casework.queries import matching
from sandbox_portal.casework.queries.cases import fitting
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Application, MemberScore, Selection, SubmittedSheet
from .applications import applications_scored_by
from .in_hand import STAGE_OF, at_step, known_by_ids, own, step_of, turn_of
from .tallies import NONE, tallies_of

PAGE = 30
MOST_COUNTED = 1000
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


def worklist(selection: Selection, user: User, member: PanelMember, wanted: Wanted) -> QuerySet[Application]:
    """The member's applications that were asked for, without order."""
    step = step_of(selection)
    rows = applications_scored_by(user).filter(round=selection.round_id)
    if wanted.stage:
        rows = rows.filter(case__stage=wanted.stage)
    if wanted.words.strip():
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
    if wanted.words.strip():  # no end of shapes: everybody searches for something else
        walked = _walked(worklist(selection, user, member, replace(wanted, words="")), wanted, by_review, after, size)
        if walked is not None:
            shown = with_progress(_listed(walked[0]), selection, member).order_by(_key(by_review=by_review))
            return _cut(list(shown), size, by_review=by_review), walked[1]
        rows = _wanted(user, *shape, **ids)
        found = list(_page(user, *shape, by_review, size, **ids, after=after))
        return _cut(found, size, by_review=by_review), count_of(rows)
    found = rows_of(_page, user, *shape, by_review, size, **ids, after=after)
    kept = _kept_number(selection, member, wanted)
    count = number_of(_counted, user, *shape, **ids) if kept is None else min(kept, MOST_COUNTED + 1)
    return _cut(found, size, by_review=by_review), count


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


def _wanted(user: User, stage: str, wanted: Wanted, *, round_id: UUID, member_id: UUID) -> QuerySet[Application]:
    selection, member = known_by_ids(stage, round_id, member_id)
    return worklist(selection, user, member, wanted)


def _counted(user: User, stage: str, wanted: Wanted, *, round_id: UUID, member_id: UUID) -> QuerySet[Application]:
    rows = _wanted(user, stage, wanted, round_id=round_id, member_id=member_id)
    return rows.select_related(None).only("pk").order_by()[: MOST_COUNTED + 1]


def _page(
    user: User, stage: str, wanted: Wanted, by_review: bool, size: int, *, round_id: UUID, member_id: UUID, after: int
) -> QuerySet[Application]:
    rows = _wanted(user, stage, wanted, round_id=round_id, member_id=member_id)
    selection, member = known_by_ids(stage, round_id, member_id)
    key = _key(by_review=by_review)
    # First which, then what: sorting them all with everything they show costs twenty times as much.
    which = rows.filter(**{f"{key}__gt": after}).order_by(key).values("pk")[: size + 1]
    return with_progress(_listed(which), selection, member).order_by(key)


def _listed(which: Any) -> QuerySet[Application]:
    return Application.objects.filter(pk__in=which).select_related("case", "organisation").only(*LISTED)


def _walked(
    rows: QuerySet[Application], wanted: Wanted, by_review: bool, after: int, size: int
) -> tuple[list[UUID], int] | None:
    """Words that fit nearly every case, found by going along the list: those of a page, and how many there are.

    None where they stand too far apart: the index of words is better there, and would otherwise give all to be sorted.
    """
    fits, key = fitting(wanted.words, of="case__"), _key(by_review=by_review)
    if fits is None:
        return None
    along = rows.select_related(None).annotate(fits=ExpressionWrapper(fits, output_field=BooleanField())).order_by(key)
    near = along.filter(**{f"{key}__gt": after}).values_list("pk", "fits")[:WALKED]
    found = [pk for pk, fits_it in near if fits_it][: size + 1]
    if len(found) <= size:
        return None
    count = sum(along.values_list("fits", flat=True)[: MOST_COUNTED + WALKED])
    return (found, MOST_COUNTED + 1) if count > MOST_COUNTED else None


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
