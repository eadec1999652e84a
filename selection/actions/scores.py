"""A panel member scores alone, and says when a step of an application is finished."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from programme.models import PanelMember
from sandbox_portal.casework.events import record
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.people.models import User

from ..criteria import Criterion, Kind
from ..models import Application, ConflictDeclaration, MemberScore, SubmittedSheet
from ..permissions import seat_of
from ..queries.scores import (
    agreed_codes,
    case_with_finished_steps,
    criteria_to_score,
    finished_steps,
    is_left_open,
    needed_of,
    own_score,
    reason_is_required,
    refusal_to_score,
    step_in_hand,
)
from ..scoring import score_problem

CLOSED = "Your scores of this step are finished and cannot be changed."
CONFLICTED = "You declared an interest in this application, so you cannot score it."


@transaction.atomic
def save_score(
    application: Application, *, criterion: str, value: int, reason: str, version: int, by: User, at: datetime
) -> MemberScore:
    """Save one score as soon as it is chosen; a gate is 1 for pass and 0 for fail (R-155, R-162).

    `version` is the version the page showed, 0 for none; raises Conflict with the stored score when it has moved on.
    """
    member = _scoring_member(application, by)
    _check_open(application)
    wanted = _criterion(application, criterion)
    asked = bool(value) if wanted.kind is Kind.GATE and value in (0, 1) else value
    problem = score_problem(wanted, asked)
    if problem:
        raise Refused(problem)
    stored = own_score(application, member, criterion)
    if stored is None:
        return _write(
            MemberScore(member=member, application=application, criterion=criterion, step=wanted.step),
            value,
            reason,
            at,
        )
    if (stored.value, stored.reason) == (value, reason.strip()):
        return stored
    if stored.version != version:
        raise Conflict("This score was changed in another window.", theirs=stored)
    if criterion in agreed_codes(application):
        raise Refused("The panel has agreed on this criterion, so your score of it stays as it is.")
    stored.version += 1
    return _write(stored, value, reason, at)


def _write(score: MemberScore, value: int, reason: str, at: datetime) -> MemberScore:
    score.value, score.reason, score.saved_at = value, reason.strip(), at
    try:
        score.save()
    except IntegrityError as error:
        raise Refused(CLOSED if "finished" in str(error) else CONFLICTED) from error
    return score


@transaction.atomic
def submit_sheet(application: Application, *, by: User, at: datetime) -> SubmittedSheet:
    """Finish the step in hand: every open criterion scored, each with its reason; then others' scores show (R-162).

    A member who fails the application at one criterion need not score the rest of the step (R-156). Finishing twice
    is finishing once.
    """
    member = _scoring_member(application, by)
    step = step_in_hand(application)
    there = SubmittedSheet.objects.filter(member=member, application=application, step=step or 0).first()
    if there is not None:
        return there
    _check_open(application)
    criteria = criteria_to_score(application)
    scores = {score.criterion: score for score in MemberScore.objects.filter(member=member, application=application)}
    needed = needed_of(criteria, scores, agreed_codes(application))
    missing = [criterion.code for criterion in needed if criterion.code not in scores]
    if missing:
        raise Refused(f"Give a score for {_in_a_row(missing)} first.")
    silent = [
        criterion.code
        for criterion in needed
        if reason_is_required(criterion, scores[criterion.code].value) and not scores[criterion.code].reason
    ]
    if silent:
        raise Refused(f"Write a short reason for {_in_a_row(silent)} first.")
    return SubmittedSheet.objects.create(
        member=member, application=application, step=criteria[0].step, submitted_at=at, submitted_by=by
    )


@transaction.atomic
def reopen_sheet(application: Application, *, by: User, at: datetime) -> None:
    """Let a member who stopped at a fail score the rest, once the panel has agreed to go on (R-156, R-164).

    Without this the panel could lack a quorum for the rest. What the panel has agreed on stays closed.
    """
    member = _scoring_member(application, by)
    step = step_in_hand(application)
    if step is None or step not in finished_steps(application.case):
        raise Refused("Your scores of this step are still open.")
    if not is_left_open(member, application, step):
        raise Refused(CLOSED)
    SubmittedSheet.objects.filter(member=member, application=application, step=step).delete()
    data = {"reference": application.case.reference, "step": step}
    record(application.round.selection.case, verb="sheet opened again", by=by, at=at, data=data)


def _in_a_row(codes: list[str]) -> str:
    """1a, 1b and 2a."""
    return " and ".join(filter(None, [", ".join(codes[:-1]), codes[-1]]))


def _scoring_member(application: Application, by: User) -> PanelMember:
    """The member's seat, with the case and their declaration locked so that a conflict cannot slip in between."""
    member = seat_of(by, application.round_id)
    if member is None:
        raise Refused("Only members of this panel score.")
    declaration = next(iter(rows_of(_held, None, member_id=member.pk, application_id=application.pk)), None)
    if declaration is None:
        raise Refused("Say first whether you have an interest in this application.")
    if declaration.has_conflict:
        raise Refused(CONFLICTED)
    application.case = case_with_finished_steps(application, member)
    return member


def _held(*, member_id: UUID, application_id: UUID) -> QuerySet[ConflictDeclaration]:
    held = ConflictDeclaration.objects.select_for_update(no_key=True)
    return held.filter(member=member_id, application=application_id)


def _check_open(application: Application) -> None:
    step = step_in_hand(application)
    refusal = refusal_to_score(application, is_finished=step in finished_steps(application.case))
    if refusal:
        raise Refused(refusal)


def _criterion(application: Application, code: str) -> Criterion:
    for criterion in criteria_to_score(application):
        if criterion.code == code:
            return criterion
    raise Refused("This criterion is not open for scoring now.")
