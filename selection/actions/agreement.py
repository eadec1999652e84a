"""The panel agrees on one score for each criterion of an application."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from .. import comparison, consensus
from ..choices import SelectionStage
from ..comparison import AUTOMATIC_REASON, AUTOMATIC_SCORE
from ..criteria import Criterion, Kind, Outcome
from ..models import Application, ComparisonMember, Consensus
from ..permissions import leads_discussion, seat_of
from ..queries.scores import (
    CriterionSpread,
    agreed_codes,
    comparison_set_of,
    criteria_of_step,
    has_finished,
    spread_of,
    step_in_hand,
)
from ..queries.selections import criteria_of
from ..queries.standings import IN_THE_RUNNING, comparisons_of, gone_from, stale_references
from ..scoring import ScoreSheet, score_problem, score_sheet
from ..workflow import APPLICATION

NOT_THE_LEADER = "Only the person who leads the discussion of this application records what the panel agrees."
STEP_AFTER = {1: "pass_step_1", 2: "pass_step_2", 3: "finish_scoring"}
STEP_FOR_END = {Outcome.OUT_OF_SCOPE: "fail_scope", Outcome.NOT_COMMITTED: "fail_commitment"}


@dataclass(frozen=True)
class Agreed:
    """What the panel agreed on one criterion; a gate is 1 for pass and 0 for fail."""

    criterion: str
    value: int
    reason: str
    moderation_note: str = ""


@transaction.atomic
def agree(application: Application, *, agreed: Agreed, by: User, at: datetime) -> Application:
    """Record the consensus on one criterion; when it is the last of its step, or ends it, the application moves on.

    Needs the quorum, a reason, and a note where a counted member is two or more points away (R-163, R-164).
    """
    application = _locked(application)
    criterion = _open_criterion(application, agreed.criterion)
    if not leads_discussion.test(by, application):
        raise Refused(NOT_THE_LEADER)
    _check_order(application, criterion, by)
    _record_consensus(application, criterion, agreed, by=by, at=at)
    return _move_on(application, by=by, at=at)


@transaction.atomic
def rescore_difference(application: Application, *, agreed: Agreed, by: User, at: datetime) -> Application:
    """Confirm or change a stale 3a score after what it was compared with has changed (R-172)."""
    application = _locked(application)
    selection = application.round.selection
    if not leads_discussion.test(by, application):
        raise Refused(NOT_THE_LEADER)
    if selection.case.stage not in {SelectionStage.CUT_OFF, SelectionStage.DRAW, SelectionStage.PROPOSAL}:
        raise Refused(
            "Scores can be looked at again once step 3 is finished and before the committee has the proposal."
        )
    if application.case.reference not in stale_references(selection):
        raise Refused("Nothing that this score was compared with has changed.")
    if application.case.stage not in {*IN_THE_RUNNING}:
        raise Refused("This application is no longer in the running.")
    criterion = next(each for each in criteria_of(application.round) if each.code == "3a")
    _record_consensus(application, criterion, agreed, by=by, at=at)
    _write_sums(application)
    data = {"criterion": "3a", "value": agreed.value}
    record(application.case, verb="looked at again", by=by, at=at, note=agreed.reason, data=data)
    return application


def _locked(application: Application) -> Application:
    case = Case.objects.select_for_update().get(pk=application.pk)
    fresh = Application.objects.select_related("round__selection__case", "organisation").get(pk=application.pk)
    fresh.case = case
    return fresh


def _open_criterion(application: Application, code: str) -> Criterion:
    step = step_in_hand(application)
    for criterion in criteria_of_step(application, step) if step else ():
        if criterion.code == code:
            return criterion
    raise Refused("This criterion is not being decided now.")


def _check_order(application: Application, criterion: Criterion, by: User) -> None:
    """Criteria are worked in order (R-156), and whoever leads scores blind like anybody (R-162)."""
    seat = seat_of(by, application.round_id)
    if seat is None or not has_finished(seat, application, criterion.step):
        raise Refused("Finish your own scores of this step first. Until then you cannot see those of others.")
    agreed = agreed_codes(application)
    for each in criteria_of_step(application, criterion.step):
        if each.code == criterion.code:
            return
        if each.code not in agreed:
            raise Refused(f"Agree on {each.code} first.")


def _record_consensus(
    application: Application, criterion: Criterion, agreed: Agreed, *, by: User, at: datetime
) -> Consensus:
    value: int | bool = bool(agreed.value) if criterion.kind is Kind.GATE and agreed.value in (0, 1) else agreed.value
    problem = score_problem(criterion, value)
    if problem:
        raise Refused(problem)
    if not agreed.reason.strip():
        raise Refused(f"Write a short reason for {criterion.code}. The applicant will read it.")
    compared = comparison_set_of(application) if criterion.code == "3a" else []
    found = spread_of(application, criterion)
    is_automatic = criterion.code == "3a" and not compared and not found.scores
    if is_automatic and agreed.value != AUTOMATIC_SCORE:
        raise Refused(f"3a is {AUTOMATIC_SCORE} here: {AUTOMATIC_REASON}")
    if not is_automatic:
        _check_panel(found, criterion, agreed)
    return _write_consensus(application, criterion, agreed, found, compared, is_automatic, by, at)


def _check_panel(found: CriterionSpread, criterion: Criterion, agreed: Agreed) -> None:
    if found.quorum_refusal:
        raise Refused(found.quorum_refusal)
    values = [score.value for score in found.scores]
    is_far = criterion.kind is Kind.SCORE and consensus.needs_moderation(values, consensus=agreed.value)
    if is_far and not agreed.moderation_note.strip():
        raise Refused(
            f"Somebody is two or more points away from {agreed.value} on {criterion.code}. "
            "Write a moderation note that says how the panel came to agree."
        )


def _write_consensus(
    application: Application,
    criterion: Criterion,
    agreed: Agreed,
    found: CriterionSpread,
    compared: list[Application],
    is_automatic: bool,
    by: User,
    at: datetime,
) -> Consensus:
    settled, rescored = _settled(application) if criterion.code == "3a" else ([], False)
    Consensus.objects.filter(application=application, criterion=criterion.code, replaced_at=None).update(replaced_at=at)
    spread = found.spread
    row = Consensus.objects.create(
        application=application,
        criterion=criterion.code,
        value=agreed.value,
        reason=agreed.reason.strip(),
        moderation_note=agreed.moderation_note.strip(),
        is_automatic=is_automatic,
        counted=spread.counted if spread else 0,
        lower_median=spread.lower_median if spread else None,
        mean=spread.mean if spread else None,
        lowest=spread.lowest if spread else None,
        highest=spread.highest if spread else None,
        decided_at=at,
        decided_by=by,
        settled=settled,
        rescored_for_cut_off=rescored,
    )
    ComparisonMember.objects.bulk_create(ComparisonMember(consensus=row, application=each) for each in compared)
    return row


def _settled(application: Application) -> tuple[list[str], bool]:
    """What an earlier 3a score had already taken into account, and what this one now does."""
    selection = application.round.selection
    for earlier in comparisons_of(selection, Q(application=application)):
        now = comparison.settle(earlier, gone_from(selection))
        return sorted(now.settled), now.rescored_for_cutoff
    return [], False


def _move_on(application: Application, *, by: User, at: datetime) -> Application:
    sheet = _write_sums(application)
    step = step_in_hand(application)
    assert step is not None
    if sheet.outcome in STEP_FOR_END:
        return APPLICATION.take_step(application, STEP_FOR_END[sheet.outcome], by=by, at=at)
    waiting = {criterion.code for criterion in criteria_of_step(application, step)} & set(sheet.missing)
    if not waiting:
        APPLICATION.take_step(application, STEP_AFTER[step], by=by, at=at)
    return application


def _write_sums(application: Application) -> ScoreSheet:
    """Keep S2 and the total beside the consensus rows they come from, in the same transaction."""
    criteria = criteria_of(application.round)
    kinds = {criterion.code: criterion.kind for criterion in criteria}
    rows = Consensus.objects.filter(application=application, replaced_at=None).values_list("criterion", "value")
    scores = {code: bool(value) if kinds[code] is Kind.GATE else value for code, value in rows}
    sheet = score_sheet(criteria, scores)
    application.s2, application.total = sheet.s2, sheet.total
    application.save(update_fields=["s2", "total"])
    return sheet
