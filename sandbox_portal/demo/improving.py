"""A council that was assessed, came to level 1 and follows its plan; and the plan a report has asked of a service."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from inspection.actions.assessments import begin_gathering, close_evidence
from inspection.actions.councils import start_council_assessment
from inspection.actions.evidence import Piece, add_evidence
from inspection.actions.improvement import Deed, add_action, agree_plan, note_practice, send_plan, tell_progress
from inspection.actions.journey import Verdict, ask_council, decide_move, note_serious_risk, say_voice
from inspection.actions.scores import WholeEntry, finish_scoring, score_statement, start_scoring
from inspection.models import Assessment, Framework, ImprovementPlan, JourneyProposal
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import LegalForm, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import holders_of, people_of

from .inspecting import days_ago, put_on_its_way, told_in


@transaction.atomic
def improving() -> str:
    """Play the journey of one council, and begin the plan of a service whose report asked for one."""
    told = told_in("improvement")
    begun = _services(told)
    council = Organisation.objects.filter(name=told["council"], legal_form=LegalForm.LOCAL_AUTHORITY).first()
    framework = Framework.objects.filter(code=told["framework"]).first()
    if council is None or framework is None or Assessment.objects.filter(organisation=council).exists():
        return f"Councils: there is nothing to add. Plans of services: {begun}."
    manager = holders_of(Role.INSPECTION_MANAGER).order_by("email")[0]
    lead = holders_of(Role.INSPECTOR).order_by("email")[0]
    owner = people_of(council)[0]
    assessment = _rated(council, framework, told, manager=manager, lead=lead)
    plan = _moved(assessment, told, manager=manager, lead=lead, owner=owner)
    _planned(plan, told, lead=lead, owner=owner)
    return f"Councils: {assessment} of {council} is at level 1 and follows {plan}. Plans of services: {begun}."


def _rated(
    council: Organisation, framework: Framework, told: dict[str, Any], *, manager: User, lead: User
) -> Assessment:
    with days_ago(120):
        facts = {"framework": framework, "because": told["because"]}
        assessment = start_council_assessment(council, **facts, by=manager, at=database_now())
        put_on_its_way(assessment, begins_in=7, lasts=30, manager=manager, lead=lead)
    with days_ago(110):
        begin_gathering(assessment, by=lead, at=database_now())
        for each in told["evidence"]:
            piece = Piece(**each, seen_at=database_now(), statements=assessment.statements, is_checked=True)
            add_evidence(assessment, piece=piece, by=lead, at=database_now())
    with days_ago(80):
        close_evidence(assessment, gaps_because=told["gaps_because"], by=lead, at=database_now())
        start_scoring(assessment, by=manager, at=database_now())
        for key, value in zip(assessment.statements, told["scores"], strict=True):
            whole = WholeEntry(value, told["reasons"])
            score_statement(assessment, statement=key, whole=whole, by=lead, at=database_now())
        finish_scoring(assessment, by=lead, at=database_now())
    return assessment


def _moved(assessment: Assessment, told: dict[str, Any], *, manager: User, lead: User, owner: User) -> ImprovementPlan:
    """The risk is noted, level 1 follows as a proposal, the council speaks, and a manager decides."""
    with days_ago(78):
        note_serious_risk(assessment, because=told["risk"], by=lead, at=database_now())
        proposal = JourneyProposal.objects.get(assessment=assessment)
        ask_council(proposal, by=manager, at=database_now())
    with days_ago(74):
        proposal = say_voice(proposal, words=told["voice"], by=owner, at=database_now())
    with days_ago(70):
        today = day_in_london(database_now())
        verdict = Verdict(
            is_accepted=True,
            because=told["decided"],
            moved_on=today,
            review_on=today + timedelta(days=180),
            is_public=True,
        )
        move = decide_move(proposal, verdict=verdict, by=manager, at=database_now())
        assert move is not None  # it was accepted
    return move.plan


def _planned(plan: ImprovementPlan, told: dict[str, Any], *, lead: User, owner: User) -> None:
    """Every finding gets an action, the plan is sent and agreed, and one action is under way."""
    with days_ago(50):
        deeds = told["actions"]
        for number, finding in enumerate(plan.findings.all()):
            deed = _deed(deeds[number % len(deeds)])
            add_action(plan, finding=finding, deed=deed, by=owner, at=database_now())
        send_plan(plan, by=owner, at=database_now())
    with days_ago(42):
        agree_plan(plan, words="", by=lead, at=database_now())
        note_practice(plan, **told["practice"], by=lead, at=database_now())
    with days_ago(9):
        action = plan.actions.select_related("plan__case").get(number=1)
        tell_progress(action, **told["progress"], by=owner, at=database_now())


def _services(told: dict[str, Any]) -> int:
    """Begin the plans that reports have asked of services: one action in each that has none; how many."""
    waiting = ImprovementPlan.objects.filter(assessment__service__isnull=False, actions=None, case__stage="drafting")
    begun = 0
    for plan in waiting.select_related("case", "organisation", "assessment"):
        owner = people_of(plan.organisation).first()
        finding = plan.findings.first()
        if owner is not None and finding is not None:
            add_action(plan, finding=finding, deed=_deed(told["provider"]), by=owner, at=database_now())
            begun += 1
    return begun


def _deed(told: dict[str, Any]) -> Deed:
    due_on = day_in_london(database_now()) + timedelta(days=told["days"])
    return Deed(told["what"], told["owner"], due_on, told["measure"], told["support"])
