"""Notices of proposal and of decision, each signed by somebody else than the person who recommended (R-008, R-272)."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from ..choices import Considered, NoticeKind, Outcome, Reply
from ..clocks import appeal_ends, representations_end
from ..grounds import Grounds, Worded, checked_reasons, keep_conditions
from ..models import Notice, Recommendation, RegistrationApplication
from ..queries.assessment import conditions_in_force, representation_to, standing_proposal, standing_recommendation
from ..signals import refused, registered
from ..timers import finish_assessment_timer, finish_notice_timer, start_assessment_timer, start_notice_timer
from ..workflow import REGISTRATION
from ..writing import said
from .notice_letters import issue_decision, issue_outcome, issue_proposal

PROPOSE = {Outcome.REFUSE: "propose_refusal", Outcome.CONDITIONS: "propose_conditions"}
DECIDE = {Outcome.REFUSE: "decide_refusal", Outcome.CONDITIONS: "decide_conditions"}


@transaction.atomic
def grant(application: RegistrationApplication, *, text: str, by: User, at: datetime) -> Notice:
    """Register as applied for, or with conditions agreed in writing: a notice of decision and no proposal (R-272)."""
    REGISTRATION.take_step(application, "grant", by=by, at=at)
    recommendation = _recommended(application)
    conditions = [Worded(each.code, each.words, is_agreed=True) for each in recommendation.conditions.all()]
    grounds = Grounds(Outcome.GRANT, list(recommendation.reasons), text, conditions)
    notice = _serve(application, NoticeKind.DECISION, grounds, recommendation, by=by, at=at)
    finish_assessment_timer(application, at=at)
    issue_decision(notice, by=by, at=at)
    _register(application, by=by, at=at)
    return notice


@transaction.atomic
def propose(application: RegistrationApplication, *, grounds: Grounds, by: User, at: datetime) -> Notice:
    """Serve a notice of proposal to refuse, or to register with conditions that are not agreed (L-23, timer R)."""
    if grounds.outcome not in PROPOSE:
        raise Refused("Choose what is proposed: to refuse, or to register with conditions.")
    REGISTRATION.take_step(application, PROPOSE[Outcome(grounds.outcome)], by=by, at=at)
    notice = _serve(application, NoticeKind.PROPOSAL, grounds, _recommended(application), by=by, at=at)
    finish_assessment_timer(application, at=at)
    start_notice_timer(notice, at=at)
    issue_proposal(notice, by=by, at=at)
    return notice


@transaction.atomic
def withdraw_proposal(application: RegistrationApplication, *, because: str, by: User, at: datetime) -> Notice:
    """Take the proposal back: it is recommended anew. After representations somebody new says so (R-273, L-24R)."""
    words = said(because, "Say why the proposal is withdrawn.")
    REGISTRATION.take_step(application, "withdraw_proposal", by=by, at=at)
    proposal = _proposal(application)
    proposal.withdrawn_at, proposal.withdrawn_by, proposal.withdrawn_because = at, by, words
    proposal.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    finish_notice_timer(proposal, at=at)
    start_assessment_timer(application, at=at)
    issue_outcome(proposal, what="We have withdrawn the proposal.", why=words, by=by, at=at)
    return proposal


@transaction.atomic
def decide(
    application: RegistrationApplication, *, considered: str, grounds: Grounds, by: User, at: datetime
) -> Notice:
    """Serve the notice of decision after a proposal: as it was proposed, or in part (L-25, timer T)."""
    if grounds.outcome not in DECIDE:
        raise Refused("Choose what is decided: to refuse, or to register with conditions.")
    REGISTRATION.take_step(application, DECIDE[Outcome(grounds.outcome)], by=by, at=at)
    proposal = _proposal(application)
    answer = representation_to(proposal)
    if answer is not None and answer.said == Reply.AGREES:
        grounds = replace(grounds, conditions=[replace(each, is_agreed=True) for each in grounds.conditions])
    how = _how_considered(considered, grounds, proposal, is_fought=answer is not None and answer.said == Reply.AGAINST)
    recommendation = _recommended(application)
    notice = _serve(
        application, NoticeKind.DECISION, grounds, recommendation, proposal=proposal, considered=how, by=by, at=at
    )
    finish_notice_timer(proposal, at=at)
    start_notice_timer(notice, at=at)
    if how:
        issue_outcome(proposal, what=f"{Considered(how).label}.", why=notice.text, by=by, at=at)
    issue_decision(notice, agreed=answer if answer and answer.said == Reply.AGREES else None, by=by, at=at)
    return notice


@transaction.atomic
def register_with_conditions(
    application: RegistrationApplication, *, by: User, at: datetime
) -> RegistrationApplication:
    """Register after a decision with conditions. The time to appeal runs on (EX-F11)."""
    REGISTRATION.take_step(application, "register_with_conditions", by=by, at=at)
    _register(application, by=by, at=at)
    return application


@transaction.atomic
def close_as_refused(application: RegistrationApplication, *, by: User | None, at: datetime) -> RegistrationApplication:
    """The time to appeal is over: the refusal is final. The clock does this by itself."""
    REGISTRATION.take_step(application, "refuse", by=by, at=at)
    decided = application.notices.filter(kind=NoticeKind.DECISION).last()
    if decided is not None:
        finish_notice_timer(decided, at=at)
    refused.send(RegistrationApplication, application=application, by=by, at=at)
    return application


def _register(application: RegistrationApplication, *, by: User, at: datetime) -> None:
    conditions = conditions_in_force(application)
    registered.send(RegistrationApplication, application=application, conditions=conditions, by=by, at=at)


def _serve(
    application: RegistrationApplication,
    kind: NoticeKind,
    grounds: Grounds,
    recommendation: Recommendation,
    *,
    proposal: Notice | None = None,
    considered: str = "",
    by: User,
    at: datetime,
) -> Notice:
    day = day_in_london(at)
    last_day = None
    if grounds.outcome != Outcome.GRANT:
        last_day = representations_end(day) if kind == NoticeKind.PROPOSAL else appeal_ends(day)
    notice = Notice.objects.create(
        application=application,
        kind=kind,
        outcome=grounds.outcome,
        recommendation=recommendation,
        recommended_by=recommendation.made_by,
        proposal=proposal,
        considered=considered,
        reason_list=recommendation.reason_list if grounds.outcome == Outcome.GRANT else checked_reasons(grounds),
        reasons=list(grounds.reasons),
        text=said(grounds.text, "Give the reasons in your own words."),
        served_at=at,
        signed_by=by,
        last_day=last_day,
    )
    keep_conditions(grounds, notice=notice)
    return notice


def _how_considered(considered: str, grounds: Grounds, proposal: Notice, *, is_fought: bool) -> str:
    if not is_fought:
        return ""
    if considered not in Considered.values:
        raise Refused("Say what came of the representations.")
    if considered == Considered.ADOPT and grounds.outcome != proposal.outcome:
        raise Refused("This is not what was proposed. Say that it is decided in part as was proposed.")
    return considered


def _recommended(application: RegistrationApplication) -> Recommendation:
    recommendation = standing_recommendation(application)
    if recommendation is None:
        raise Refused("There is no recommendation to decide on.")
    return recommendation


def _proposal(application: RegistrationApplication) -> Notice:
    proposal = standing_proposal(application)
    if proposal is None:
        raise Refused("There is no notice of proposal to decide on.")
    proposal.application = application
    return proposal
