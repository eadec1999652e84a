"""An assessment that is being scored: one of its scores was changed, and a departure waits for a second manager."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from inspection.actions.assessments import begin_gathering, close_evidence, start_assessment
from inspection.actions.evidence import Piece, add_evidence
from inspection.actions.limits import ask_departure
from inspection.actions.scores import CategoryEntry, score_statement, start_scoring
from inspection.models import Assessment, Framework
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of
from sandbox_portal.register.models import Service

from .inspecting import days_ago, put_on_its_way, told_in

NOT_SOUGHT = "not sought"


@transaction.atomic
def scored() -> str:
    """Take one assessment of a service that was rated before to its scores."""
    told = told_in("scoring")
    service = Service.objects.filter(organisation_name=told["service"], closed_at=None).first()
    framework = Framework.objects.filter(code=told["framework"]).first()
    if service is None or framework is None:
        return "Scores: there is no service or no framework to score by."
    if Assessment.objects.filter(service=service).exists():
        return "Scores: they are there already."
    manager = holders_of(Role.INSPECTION_MANAGER).order_by("email")[0]
    lead = holders_of(Role.INSPECTOR).order_by("email")[0]
    assessment = _planned(service, framework, told, manager=manager, lead=lead)
    _evidence(assessment, told, lead=lead)
    with days_ago(20):
        close_evidence(assessment, gaps_because=told["gaps_because"], by=lead, at=database_now())
    with days_ago(18):
        start_scoring(assessment, by=manager, at=database_now())
    _scores(assessment, told, lead=lead)
    with days_ago(3):
        ask_departure(assessment, **told["departure"], by=manager, at=database_now())
    return f"Scores: {assessment} of {service}, with a departure that waits for its second signature."


def _planned(service: Service, framework: Framework, told: dict[str, Any], *, manager: User, lead: User) -> Assessment:
    with days_ago(45):
        facts = {"framework": framework, "because": told["because"]}
        assessment = start_assessment(service, **facts, by=manager, at=database_now())
        wanted = [key for key in assessment.statements if key.partition(".")[0] == told["area"]]
        scope = {"statements": wanted, "scope_because": told["scope_because"], "begins_in": 10, "lasts": 20}
        put_on_its_way(assessment, **scope, manager=manager, lead=lead)
    with days_ago(40):
        begin_gathering(assessment, by=lead, at=database_now())
    return assessment


def _evidence(assessment: Assessment, told: dict[str, Any], *, lead: User) -> None:
    with days_ago(25):
        seen = database_now() - timedelta(days=2)
        for each in told["evidence"]:
            way = "reading" if each["kind"] == "document" else "feedback"
            piece = Piece(**each, way=way, seen_at=seen, is_checked=True)
            add_evidence(assessment, piece=piece, by=lead, at=database_now())


def _scores(assessment: Assessment, told: dict[str, Any], *, lead: User) -> None:
    with days_ago(12):
        for statement, said in told["scores"].items():
            entries = [_entry(category, *each) for category, each in said.items()]
            score_statement(assessment, statement=statement, categories=entries, by=lead, at=database_now())
    change = told["change"]
    entry = CategoryEntry(change["category"], change["score"], reasons=change["reasons"], seen=1)
    with days_ago(8):
        because = change["because"]
        score_statement(
            assessment,
            statement=change["statement"],
            categories=[entry],
            changed_because=because,
            by=lead,
            at=database_now(),
        )


def _entry(category: str, score: int | str, words: str) -> CategoryEntry:
    if score == NOT_SOUGHT:
        return CategoryEntry(category, not_sought_because=words)
    return CategoryEntry(category, int(score), reasons=words)
