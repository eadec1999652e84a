"""What stands in the worklist of a panel member: which applications were asked for, and what a row says of each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from programme.models import PanelMember
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import matching
from sandbox_portal.casework.queries.cases import holding
from sandbox_portal.people.models import User

from ..models import Application, MemberScore, Selection, SubmittedSheet
from .applications import applications_scored_by
from .in_hand import at_step, known_by_ids, own, step_of, turn_of

MOST_COUNTED = 1000
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


def asked_for(
    user: User, stage: str, wanted: Wanted, *, round_id: UUID, member_id: UUID, sought: str = ""
) -> QuerySet[Application]:
    """`worklist` as a prepared question asks it: by ids alone."""
    selection, member = known_by_ids(stage, round_id, member_id)
    return worklist(selection, user, member, wanted, sought=sought)


def page_after(
    user: User, stage: str, wanted: Wanted, by_review: bool, size: int, *, after: int, **values: Any
) -> QuerySet[Application]:
    """The first after a mark, and one more, each with what a row says."""
    key = order_key(by_review=by_review)
    rows = asked_for(user, stage, wanted, **values).filter(**{f"{key}__gt": after})
    return shown_in_order(rows, stage, values, key=key, size=size)


def shown_in_order(
    rows: QuerySet[Application], stage: str, values: dict[str, Any], *, key: str, size: int
) -> QuerySet[Application]:
    """First which, then what: sorting them all with everything they show costs twenty times as much."""
    selection, member = known_by_ids(stage, values["round_id"], values["member_id"])
    which = rows.order_by(key).values("pk")[: size + 1]
    return with_progress(_listed(which), selection, member).order_by(key)


def _listed(which: Any) -> QuerySet[Application]:
    return Application.objects.filter(pk__in=which).select_related("case", "organisation").only(*LISTED)


def counted(user: User, stage: str, wanted: Wanted, **values: Any) -> QuerySet[Application]:
    """The same to be counted; MOST_COUNTED + 1 stand for more."""
    rows = asked_for(user, stage, wanted, **values)
    return rows.select_related(None).only("pk").order_by()[: MOST_COUNTED + 1]


def cut(found: list[Application], size: int, *, by_review: bool) -> Page:
    """The page of these, of which there is one more than it shows when another page follows."""
    return Page(found[:size], getattr(found[size - 1], order_key(by_review=by_review)) if len(found) > size else None)


def order_key(*, by_review: bool) -> str:
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
