"""A panel member scores alone, and says when a step of an application is finished."""

from datetime import datetime

from django.db import IntegrityError, transaction

from programme.models import PanelMember
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.people.models import User

from ..criteria import Criteria, Criterion, Kind
from ..models import Application, ConflictDeclaration, MemberScore, SubmittedSheet
from ..permissions import seat_of
from ..queries.scores import criteria_to_score, reason_is_required, scoring_refusal
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
    wanted = _criterion(application, criterion)
    asked = bool(value) if wanted.kind is Kind.GATE and value in (0, 1) else value
    problem = score_problem(wanted, asked)
    if problem:
        raise Refused(problem)
    stored = MemberScore.objects.filter(member=member, application=application, criterion=criterion).first()
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
    stored.version += 1
    return _write(stored, value, reason, at)


def _write(score: MemberScore, value: int, reason: str, at: datetime) -> MemberScore:
    score.value, score.reason, score.saved_at = value, reason.strip(), at
    try:
        with transaction.atomic():
            score.save()
    except IntegrityError as error:
        raise Refused(CLOSED if "finished" in str(error) else CONFLICTED) from error
    return score


@transaction.atomic
def submit_sheet(application: Application, *, by: User, at: datetime) -> SubmittedSheet:
    """Finish the step in hand: every open criterion scored, each with its reason; then others' scores show (R-162).

    A member who fails the application at one criterion need not score the rest of the step (R-156).
    """
    member = _scoring_member(application, by)
    criteria = criteria_to_score(application)
    scores = {score.criterion: score for score in MemberScore.objects.filter(member=member, application=application)}
    needed = _needed(criteria, scores)
    missing = [criterion.code for criterion in needed if criterion.code not in scores]
    if missing:
        raise Refused(f"Give a score for {', '.join(missing)} first.")
    silent = [
        criterion.code
        for criterion in needed
        if reason_is_required(criterion, scores[criterion.code].value) and not scores[criterion.code].reason
    ]
    if silent:
        raise Refused(f"Write a short reason for {', '.join(silent)} first.")
    sheet, _ = SubmittedSheet.objects.get_or_create(
        member=member,
        application=application,
        step=criteria[0].step,
        defaults={"submitted_at": at, "submitted_by": by},
    )
    return sheet


def _needed(criteria: Criteria, scores: dict[str, MemberScore]) -> Criteria:
    for place, criterion in enumerate(criteria):
        score = scores.get(criterion.code)
        is_gate = criterion.kind is Kind.GATE
        if score is not None and criterion.fails(bool(score.value) if is_gate else score.value):
            return criteria[: place + 1]
    return criteria


def _scoring_member(application: Application, by: User) -> PanelMember:
    """The member's seat, with the case and their declaration locked so that a conflict cannot slip in between."""
    member = seat_of(by, application.round_id)
    if member is None:
        raise Refused("Only members of this panel score.")
    declaration = (
        ConflictDeclaration.objects.select_for_update(no_key=True)
        .filter(member=member, application=application)
        .first()
    )
    if declaration is None:
        raise Refused("Say first whether you have an interest in this application.")
    if declaration.has_conflict:
        raise Refused(CONFLICTED)
    application.case = Case.objects.get(pk=application.pk)
    refusal = scoring_refusal(application, member)
    if refusal:
        raise Refused(refusal)
    return member


def _criterion(application: Application, code: str) -> Criterion:
    for criterion in criteria_to_score(application):
        if criterion.code == code:
            return criterion
    raise Refused("This criterion is not open for scoring now.")
