"""What is in hand: the step the panel scores, whose turn it is, and the rows one member has written at a step."""

from typing import Any
from uuid import UUID

from django.db.models import IntegerField, Min, OuterRef, Q, QuerySet, Subquery

from programme.models import PanelMember
from sandbox_portal.casework.models import Case

from ..choices import ApplicationStage, SelectionStage
from ..models import Application, MemberScore, Selection, SubmittedSheet
from .scores import SELECTION_AT, STEP_AT

STEP_OF = {stage: step for step, stage in SELECTION_AT.items()}
STAGE_OF = {step: stage for stage, step in STEP_AT.items()}


def step_of(selection: Selection) -> int | None:
    """The step the panel scores now."""
    return STEP_OF.get(SelectionStage(selection.case.stage))


def turn_of(selection: Selection) -> Subquery:
    """The position of review whose turn it is at step 3."""
    waiting = Application.objects.filter(round=selection.round_id, case__stage=ApplicationStage.STEP3)
    first = waiting.order_by().values("round").annotate(first=Min("review_position")).values("first")
    return Subquery(first, output_field=IntegerField())


def at_step(selection: Selection, step: int) -> Q:
    """What can be scored at the step: at step 3 only the application whose turn it is."""
    there = Q(case__stage=STAGE_OF[step])
    return there & Q(review_position=turn_of(selection)) if step == 3 else there


def own(model: type[MemberScore | SubmittedSheet], member: PanelMember, step: int) -> QuerySet[Any]:
    """What the member has written at the step on the application of the question around it."""
    return model.objects.filter(member=member, application=OuterRef("pk"), step=step)


def known_by_ids(stage: str, round_id: UUID, member_id: UUID) -> tuple[Selection, PanelMember]:
    """A selection and a seat of which questions ask no more than this."""
    return Selection(round_id=round_id, case=Case(stage=stage)), PanelMember(pk=member_id)
