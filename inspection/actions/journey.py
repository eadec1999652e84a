"""A council's journey: a serious risk is noted, a move is proposed, the council speaks, somebody decides (R-420)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.deadlines import cancel_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_sign_for_organisation
from sandbox_portal.people.queries import organisation_places

from ..choices.improvement import Level
from ..models import Assessment, JourneyMove, JourneyProposal, SeriousRisk
from ..permissions import is_inspection_manager, plans_it
from ..queries.assessments import is_tied
from ..queries.journey import has_serious_risk, last_move_of, level_of, newest_assessment_with_result
from ..queries.results import result_of
from ..rulebook.journey import LEVELS, WITH_PLAN, draft_due, move_refused, proposed_level
from ..timers import journey_clock
from ..workflow.assessment import NOT_A_PLANNER
from ..writing import said
from .plan_opening import open_plan_for_move

ASKED, DECIDED = "L-33V", "L-33L"
NOT_MANAGING = "Only an inspection manager without an interest in the council can do this."
BY_ITSELF = "The assessment found the council inadequate, and a serious or lasting risk to people."


@dataclass(frozen=True)
class Verdict:
    """What is decided about a proposal. A move has its day; levels 1 and 2 the day by which things are to be better."""

    is_accepted: bool
    because: str
    without_voice_because: str = ""
    moved_on: date | None = None
    review_on: date | None = None
    is_public: bool = False


@transaction.atomic
def note_serious_risk(assessment: Assessment, *, because: str, by: User, at: datetime) -> SeriousRisk:
    """Say that the assessment found a serious or lasting risk. With an inadequate rating, level 1 is proposed."""
    words = said(because, "Say what the risk to people is.")
    case = Case.objects.select_for_update().get(pk=assessment.pk)
    if not plans_it.test(by, assessment):
        raise Refused(NOT_A_PLANNER)
    if assessment.service is not None:
        raise Refused("This is noted for councils alone.")
    if result_of(assessment) is None:
        raise Refused("Finish the scores first: the risk is noted beside a rating.")
    if SeriousRisk.objects.filter(assessment=assessment).exists():
        raise Refused("A serious risk was noted already.")
    risk = SeriousRisk.objects.create(assessment=assessment, because=words, noted_at=at, noted_by=by)
    record(case, verb="serious risk noted", by=by, at=at, note=words)
    propose_what_follows(assessment, by=by, at=at)
    return risk


@transaction.atomic
def lift_serious_risk(risk: SeriousRisk, *, because: str, by: User, at: datetime) -> SeriousRisk:
    """Say that the risk is resolved. No level changes by it: a move down is decided."""
    words = said(because, "Say how the risk was resolved.")
    case = Case.objects.select_for_update().get(pk=risk.assessment_id)
    if not plans_it.test(by, risk.assessment):
        raise Refused(NOT_A_PLANNER)
    risk = SeriousRisk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
    if risk.lifted_at is not None:
        raise Refused("This risk is noted as resolved already.")
    risk.lifted_because, risk.lifted_at, risk.lifted_by = words, at, by
    risk.save()
    record(case, verb="serious risk resolved", by=by, at=at, note=words)
    return risk


@transaction.atomic
def propose_what_follows(assessment: Assessment, *, by: User | None, at: datetime) -> JourneyProposal | None:
    """Propose level 1 by itself when both hold, and the council is not there yet (EX-G44). No other level ever is."""
    outcome = result_of(assessment)
    if assessment.service is not None or outcome is None:
        return None
    level = proposed_level(outcome.final, has_serious_risk=has_serious_risk(assessment))
    council = _held(assessment.organisation, assessment)
    before = level_of(council.pk)
    if level is None or before >= level or JourneyProposal.objects.filter(assessment=assessment).exists():
        return None
    if JourneyProposal.objects.filter(council=council, decided_at=None).exists():
        return None
    proposal = JourneyProposal.objects.create(
        council=council,
        assessment=assessment,
        from_level=before,
        to_level=level,
        because=f"{BY_ITSELF} {assessment.serious_risk.because}",
        proposed_at=at,
    )
    record(assessment.case, verb="level proposed", by=None, at=at, note=str(proposal))
    return proposal


@transaction.atomic
def propose_move(council: Organisation, *, to_level: int, because: str, by: User, at: datetime) -> JourneyProposal:
    """Propose that a council comes to another level. It is told of it when it is asked."""
    assessment = newest_assessment_with_result(council.pk)
    council = _held(council, assessment)
    _refuse_unless_managing(council, assessment, by=by)
    if JourneyProposal.objects.filter(council=council, decided_at=None).exists():
        raise Refused("A proposal about this council is open already. Decide about it first.")
    if to_level in WITH_PLAN and assessment is None:
        raise Refused("This council has not been assessed yet, so there is nothing a plan could answer to.")
    last = last_move_of(council.pk)
    before = level_of(council.pk)
    agreed_on = last.review_on if last else None
    refused = move_refused(before, to_level, agreed_on=agreed_on, day=day_in_london(at))
    if refused:
        raise Refused(refused)
    proposal = JourneyProposal.objects.create(
        council=council,
        assessment=assessment,
        from_level=before,
        to_level=to_level,
        because=said(because, "Say why."),
        proposed_at=at,
        proposed_by=by,
    )
    _note(proposal, "level proposed", str(proposal), by=by, at=at)
    return proposal


@transaction.atomic
def ask_council(proposal: JourneyProposal, *, by: User, at: datetime) -> JourneyProposal:
    """Tell the council what is proposed and why, and ask what it thinks (R-423)."""
    _held(proposal.council, proposal.assessment)
    proposal = _open_proposal(proposal)
    _refuse_unless_managing(proposal.council, proposal.assessment, by=by)
    if proposal.asked_at is not None:
        raise Refused("The council was asked already.")
    proposal.asked_at, proposal.asked_by = at, by
    proposal.save(update_fields=["asked_at", "asked_by"])
    _note(proposal, "council asked", str(proposal), by=by, at=at)
    _write_to(proposal, ASKED, level=proposal.to_level, because=proposal.because, by=by, at=at)
    return proposal


@transaction.atomic
def say_voice(proposal: JourneyProposal, *, words: str, by: User, at: datetime) -> JourneyProposal:
    """The council says what it thinks. Its words are kept with the decision, whatever that is."""
    told = said(words, "Say what you think of it.")
    _held(proposal.council, proposal.assessment)
    proposal = _open_proposal(proposal)
    if proposal.asked_at is None or proposal.council_id not in organisation_places(by):
        raise Refused("Only people of the council can say this, once it was asked.")
    if not may_sign_for_organisation.test(by, _OfCouncil(proposal.council_id)):
        raise Refused("Only owners and signatories speak for the council here.")
    if proposal.voice_at is not None:
        raise Refused("Your council has said what it thinks already.")
    proposal.voice, proposal.voice_at, proposal.voice_by = told, at, by
    proposal.save(update_fields=["voice", "voice_at", "voice_by"])
    _note(proposal, "council heard", str(proposal), by=by, at=at)
    return proposal


@transaction.atomic
def decide_move(proposal: JourneyProposal, *, verdict: Verdict, by: User, at: datetime) -> JourneyMove | None:
    """Accept a proposal, and so move the council; or decline it. The reason and the council's voice stay with it."""
    because = said(verdict.because, "Say why you decide so.")
    council = _held(proposal.council, proposal.assessment)
    proposal = _open_proposal(proposal)
    _refuse_unless_managing(council, proposal.assessment, by=by)
    if not proposal.voice and not verdict.without_voice_because.strip():
        raise Refused("The council has not said what it thinks. Ask it, or say why you do not wait.")
    if verdict.is_accepted and proposal.to_level >= Level.NOT_IMPROVED and proposal.proposed_by_id == by.pk:
        raise Refused("You proposed this. Levels 3 and 4 are decided by somebody else.")
    if verdict.is_accepted:
        _refuse_move(proposal, verdict, at=at)
    proposal.is_accepted, proposal.decided_because = verdict.is_accepted, because
    proposal.without_voice_because = "" if proposal.voice else verdict.without_voice_because.strip()
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save()
    verb = "level decided" if verdict.is_accepted else "level not changed"
    _note(proposal, verb, f"{proposal}: {because}", by=by, at=at)
    return _move(proposal, verdict, because=because, by=by, at=at) if verdict.is_accepted else None


def _refuse_move(proposal: JourneyProposal, verdict: Verdict, *, at: datetime) -> None:
    last = last_move_of(proposal.council_id)
    today = day_in_london(at)
    if verdict.moved_on is None or verdict.moved_on > today or (last and verdict.moved_on < last.moved_on):
        raise Refused("Choose the day of the move: today or earlier, and not before the last move.")
    before = last.to_level if last else Level.SELF_LED
    if before != proposal.from_level:
        raise Refused("The council has come to another level since this was proposed.")
    agreed_on = last.review_on if last else None
    refused = move_refused(before, proposal.to_level, agreed_on=agreed_on, day=verdict.moved_on)
    if refused:
        raise Refused(refused)
    if proposal.to_level in WITH_PLAN and (
        verdict.review_on is None or verdict.review_on <= draft_due(verdict.moved_on)
    ):
        due = day_in_words(draft_due(verdict.moved_on))
        raise Refused(f"Say by which day things are to be better. It comes after the plan is due, on {due}.")


def _move(proposal: JourneyProposal, verdict: Verdict, *, because: str, by: User, at: datetime) -> JourneyMove:
    assert verdict.moved_on is not None  # it was refused otherwise
    last = last_move_of(proposal.council_id)
    has_plan = proposal.to_level in WITH_PLAN
    move = JourneyMove.objects.create(
        council=proposal.council,
        proposal=proposal,
        number=last.number + 1 if last else 1,
        from_level=proposal.from_level,
        to_level=proposal.to_level,
        because=because,
        moved_on=verdict.moved_on,
        plan_due_on=draft_due(verdict.moved_on) if has_plan else None,
        review_on=verdict.review_on if has_plan else None,
        is_public=verdict.is_public,
        decided_at=at,
        decided_by=by,
    )
    _run_clock(move, at=at)
    _write_to(proposal, DECIDED, level=move.to_level, because=because, by=by, at=at)
    open_plan_for_move(move, by=by, at=at)
    return move


def _run_clock(move: JourneyMove, *, at: datetime) -> None:
    """Remind managers of the agreed day. Nothing else comes of it: what follows is decided (EX-G44)."""
    if move.review_on is None:
        cancel_deadline(journey_clock(move.council_id), at=at)
        return
    set_deadline(
        journey_clock(move.council_id),
        kind="journey_review",
        about=f"Look at what has got better at {move.council.name}",
        due_at=end_of_day(move.review_on),
        rule="as agreed",
        reminder="M-47L",
        subject=str(move.council_id),
        at=at,
    )


def _write_to(proposal: JourneyProposal, code: str, *, level: int, because: str, by: User, at: datetime) -> None:
    if proposal.assessment is None:
        return
    data = {
        "subject_name": proposal.council.name,
        "level_title": f"level {level}: {Level(level).label.lower()}",
        "level_plain": LEVELS[level].plain,
        "level_because": because,
        "link": settings.PORTAL_URL + reverse("journey-own", args=[proposal.council_id]),
    }
    issue_letter(proposal.assessment.case, code=code, data=data, by=by, at=at, occasion=str(proposal.pk))


@dataclass(frozen=True)
class _OfCouncil:
    organisation_id: object


def _note(proposal: JourneyProposal, verb: str, note: str, *, by: User | None, at: datetime) -> None:
    if proposal.assessment is not None:
        record(proposal.assessment.case, verb=verb, by=by, at=at, note=note)


def _held(council: Organisation, assessment: Assessment | None) -> Organisation:
    """The council under a lock, after the case of its assessment as everywhere: who decides at once comes in turn."""
    if assessment is not None:
        assessment.case = Case.objects.select_for_update().get(pk=assessment.pk)
    return Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)


def _open_proposal(proposal: JourneyProposal) -> JourneyProposal:
    found = JourneyProposal.objects.select_for_update(of=("self",)).select_related("council", "assessment__case")
    proposal = found.get(pk=proposal.pk)
    if proposal.decided_at is not None:
        raise Refused("This proposal was decided already.")
    return proposal


def _refuse_unless_managing(council: Organisation, assessment: Assessment | None, *, by: User) -> None:
    is_free = council.pk not in organisation_places(by) and not (assessment and is_tied(assessment, by))
    if not is_inspection_manager.test(by) or not is_free:
        raise Refused(NOT_MANAGING)
