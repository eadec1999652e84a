"""Where a selection stands, as the person who looks may know it: nothing counts an application they are kept from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery
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
    """Every seat of the panel, each with `sent`, `declared` and, in the step in hand, `waiting`; three queries.

    What members have said is gone through once for all of them: a large round has many times more of it than seats.
    """
    step = step_of(selection)
    said = _said(selection, user, step)
    sent = Application.objects.filter(SENT, round=selection.round_id).order_by().values("round")
    total = Subquery(sent.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    seats = PanelMember.objects.filter(round=selection.round_id).annotate(sent=Coalesce(total, 0))
    found: list[PanelMember] = list(seats.select_related("user").order_by("position"))
    for seat in found:
        declared, waiting = said.get(seat.pk, (0, 0))
        vars(seat).update(declared=declared, waiting=waiting)
    return found


def _said(selection: Selection, user: User, step: int | None) -> dict[Any, tuple[int, int]]:
    """Of each member: on how many applications they declared, and how many of the step they have not finished.

    The second counts only applications that the person who looks may see. Who has an interest has no sheet: the
    database sees to that, so what is finished can be taken from what may be scored.
    """
    sent = Application.objects.filter(SENT, round=selection.round_id).values("pk")
    at_step = _seen_at(selection, user, step)
    rows = ConflictDeclaration.objects.filter(application__in=sent).values_list("member").order_by()
    may_score = Q(has_conflict=False, application__in=at_step)
    counted = rows.annotate(declared=Count("pk"), to_score=Count("pk", filter=may_score))
    sheets = SubmittedSheet.objects.filter(step=step or 0, application__in=at_step).values_list("member")
    finished = dict(sheets.annotate(count=Count("pk")).order_by()) if step else {}
    return {member: (declared, to_score - finished.get(member, 0)) for member, declared, to_score in counted}


def _seen_at(selection: Selection, user: User, step: int | None) -> QuerySet[Application, Any]:
    """The applications of the step in hand that this person may see; at step 3 the one whose turn it is."""
    if step is None:
        return Application.objects.none().values("pk")
    at_step = applications_visible_to(user).filter(round=selection.round_id, case__stage=STAGE_OF[step])
    if step == 3:
        at_step = at_step.filter(review_position=turn_of(selection))
    return at_step.order_by().values("pk")


def progress_of(seats: Iterable[PanelMember], selection: Selection, user: User) -> list[MemberProgress]:
    """The progress of every confirmed member."""
    step = step_of(selection)
    return [_progress(seat, step, is_me=seat.user_id == user.pk) for seat in seats if seat.is_confirmed]


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
