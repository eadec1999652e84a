"""Where a selection stands, as the person who looks may know it: nothing counts an application they are kept from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from programme.models import PanelMember
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration, Selection, SubmittedSheet
from .applications import applications_visible_to
from .in_hand import STAGE_OF, step_of, turn_of
from .sight import hidden_from
from .tallies import Tallies, tallies_of


@dataclass(frozen=True)
class MemberProgress:
    """How far one member is, in words that say nothing of anybody's interests."""

    seat: PanelMember
    is_me: bool
    words: str
    is_done: bool


def stage_counts(selection: Selection, user: User) -> dict[str, int]:
    """How many applications are at each stage, without those kept from the person."""
    sent = {stage: numbers.sent for stage, numbers in tallies_of(selection.round_id).stages(None).items()}
    hidden = hidden_from(selection, user)
    if hidden is not None:
        by_stage = hidden.order_by().values_list("case__stage").annotate(count=Count("pk"))
        for stage, count in by_stage:
            sent[stage] -= count
    return {stage: count for stage, count in sent.items() if count}


def seats_with_progress(selection: Selection, user: User) -> list[PanelMember]:
    """Every seat of the panel, each with `sent`, `declared` and, in the step in hand, `waiting`.

    The numbers are kept ones, so they cost the same for any round; only what is kept from the person who looks is read.
    """
    tallies = tallies_of(selection.round_id)
    found = rows_of(_seats, user, round_id=selection.round_id)
    waiting = _waiting(selection, user, tallies, [seat.pk for seat in found])
    for seat in found:
        vars(seat).update(sent=_counted(tallies, None), declared=_counted(tallies, seat.pk), waiting=waiting[seat.pk])
    return found


def _seats(user: User, *, round_id: UUID) -> QuerySet[PanelMember]:
    return PanelMember.objects.filter(round=round_id).select_related("user").order_by("position")


def _counted(tallies: Tallies, member: UUID | None) -> int:
    """How many were sent, or have a member's word, and have not been withdrawn; none before the window has closed."""
    stages = tallies.stages(member).items() if tallies.is_closed else ()
    return sum(each.said if member else each.sent for stage, each in stages if stage != ApplicationStage.WITHDRAWN)


def _waiting(selection: Selection, user: User, tallies: Tallies, members: list[UUID]) -> dict[UUID, int]:
    """How many applications of the step in hand each has still to finish, of those the person who looks may see."""
    step = step_of(selection)
    if step is None:
        return dict.fromkeys(members, 0)
    if step == 3:
        at_turn = applications_visible_to(user).filter(round=selection.round_id, case__stage=STAGE_OF[step])
        counted = _unfinished(at_turn.filter(review_position=turn_of(selection)), step)
        return {member: counted.get(member, 0) for member in members}
    numbers = {member: tallies.at(member, STAGE_OF[step]) for member in members}
    hidden = hidden_from(selection, user)
    kept_from = _unfinished(hidden.filter(case__stage=STAGE_OF[step]), step) if hidden is not None else {}
    # Who has an interest has no sheet: the database sees to that.
    return {member: each.clear - each.finished - kept_from.get(member, 0) for member, each in numbers.items()}


def _unfinished(applications: QuerySet[Application], step: int) -> dict[UUID, int]:
    """Of each member: how many of these they may score and have not finished."""
    sheet = SubmittedSheet.objects.filter(member=OuterRef("member"), application=OuterRef("application"), step=step)
    words = ConflictDeclaration.objects.filter(
        ~Q(Exists(sheet)), application__in=applications.order_by().values("pk"), has_conflict=False
    )
    return dict(words.order_by().values_list("member").annotate(count=Count("pk")))


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
