"""Where a selection stands, as the person who looks may know it: nothing counts an application they are kept from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from programme.models import PanelMember
from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration, Selection, SubmittedSheet
from .applications import applications_visible_to
from .worklist import STAGE_OF, step_of, turn_of

SENT = Q(submitted_at__isnull=False, round__closes_at__lte=DatabaseNow()) & ~Q(case__stage=ApplicationStage.WITHDRAWN)


@dataclass(frozen=True)
class MemberProgress:
    """How far one member is, in words that say nothing of anybody's interests."""

    seat: PanelMember
    is_me: bool
    words: str
    is_done: bool


def stage_counts(selection: Selection, user: User) -> dict[str, int]:
    """How many applications are at each stage, without those kept from the person."""
    visible = applications_visible_to(user).filter(round=selection.round_id, submitted_at__isnull=False)
    return dict(visible.order_by().values_list("case__stage").annotate(count=Count("pk")))


def seats_with_progress(selection: Selection, user: User) -> list[PanelMember]:
    """Every seat of the panel, each with `sent`, `declared` and, in the step in hand, `waiting`; one query."""
    step = step_of(selection)
    sent = Application.objects.filter(SENT, round=selection.round_id)
    declared = ConflictDeclaration.objects.filter(member=OuterRef("pk"), application__in=sent.values("pk"))
    total = sent.order_by().values("round").annotate(count=Count("pk")).values("count")
    return list(
        PanelMember.objects.filter(round=selection.round_id)
        .select_related("user")
        .annotate(declared=_count(declared), sent=Coalesce(Subquery(total, output_field=IntegerField()), 0))
        .annotate(waiting=_count(_unfinished(selection, user, step)) if step else Value(0))
        .order_by("position")
    )


def progress_of(seats: Iterable[PanelMember], selection: Selection, user: User) -> list[MemberProgress]:
    """The progress of every confirmed member."""
    step = step_of(selection)
    return [_progress(seat, step, is_me=seat.user_id == user.pk) for seat in seats if seat.is_confirmed]


def _unfinished(selection: Selection, user: User, step: int) -> QuerySet[ConflictDeclaration]:
    """Of each member: applications of the step that the person who looks may see and the member has not finished."""
    at_step = applications_visible_to(user).filter(round=selection.round_id, case__stage=STAGE_OF[step])
    if step == 3:
        at_step = at_step.filter(review_position=turn_of(selection))
    sheet = SubmittedSheet.objects.filter(member=OuterRef("member"), application=OuterRef("application"), step=step)
    return ConflictDeclaration.objects.filter(
        ~Exists(sheet), member=OuterRef("pk"), has_conflict=False, application__in=at_step.order_by().values("pk")
    )


def _count(rows: QuerySet[ConflictDeclaration]) -> Coalesce:
    counted = rows.order_by().values("member").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _progress(seat: Any, step: int | None, *, is_me: bool) -> MemberProgress:
    if seat.declared < seat.sent:
        return MemberProgress(seat, is_me, "Has still to declare interests", False)
    if step is None:
        return MemberProgress(seat, is_me, "Has declared interests", True)
    waiting: int = seat.waiting
    if not waiting:
        words = "Has finished with the application in hand" if step == 3 else f"Has finished step {step}"
        return MemberProgress(seat, is_me, words, True)
    if step == 3:
        return MemberProgress(seat, is_me, "Is scoring the application in hand", False)
    return MemberProgress(seat, is_me, f"{waiting} {'application' if waiting == 1 else 'applications'} to go", False)
