"""An assessment that is being scored: one of its scores was changed, and a departure waits for a second manager."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from inspection.actions.assessments import (
    Plan,
    announce,
    begin_gathering,
    close_evidence,
    declare_interest,
    name_team,
    start_assessment,
    write_plan,
)
from inspection.actions.evidence import Piece, add_evidence
from inspection.actions.limits import ask_departure
from inspection.actions.scores import CategoryEntry, score_statement, start_scoring
from inspection.models import Assessment, Framework
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of
from sandbox_portal.register.models import Service

NOT_SOUGHT = "not sought"


@transaction.atomic
def scored() -> str:
    """Take one assessment of a service that was rated before to its scores."""
    told = _told()
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
    with _days_ago(20):
        close_evidence(assessment, gaps_because=told["gaps_because"], by=lead, at=database_now())
    with _days_ago(18):
        start_scoring(assessment, by=manager, at=database_now())
    _scores(assessment, told, lead=lead)
    with _days_ago(3):
        ask_departure(assessment, **told["departure"], by=manager, at=database_now())
    return f"Scores: {assessment} of {service}, with a departure that waits for its second signature."


def _told() -> dict[str, Any]:
    path = Path(settings.CONTENT_ROOT) / "demo" / "scoring.yaml"
    values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return values


def _days_ago(days: int) -> Any:
    moment = database_now().astimezone(LONDON) - timedelta(days=days)
    return travelled_to(moment.replace(hour=10, minute=0, second=0, microsecond=0))


def _planned(service: Service, framework: Framework, told: dict[str, Any], *, manager: User, lead: User) -> Assessment:
    with _days_ago(45):
        facts = {"framework": framework, "because": told["because"]}
        assessment = start_assessment(service, **facts, by=manager, at=database_now())
        name_team(assessment, lead=lead, members=[], by=manager, at=database_now())
        declare_interest(assessment, has_interest=False, words="", by=lead, at=database_now())
        first = day_in_london(database_now()) + timedelta(days=10)
        wanted = [key for key in assessment.statements if key.partition(".")[0] == told["area"]]
        plan = Plan(wanted, told["scope_because"], True, first, first + timedelta(days=20))
        write_plan(assessment, plan=plan, by=lead, at=database_now())
        announce(assessment, by=manager, at=database_now())
    with _days_ago(40):
        begin_gathering(assessment, by=lead, at=database_now())
    return assessment


def _evidence(assessment: Assessment, told: dict[str, Any], *, lead: User) -> None:
    with _days_ago(25):
        seen = database_now() - timedelta(days=2)
        for each in told["evidence"]:
            way = "reading" if each["kind"] == "document" else "feedback"
            piece = Piece(**each, way=way, seen_at=seen, is_checked=True)
            add_evidence(assessment, piece=piece, by=lead, at=database_now())


def _scores(assessment: Assessment, told: dict[str, Any], *, lead: User) -> None:
    with _days_ago(12):
        for statement, said in told["scores"].items():
            entries = [_entry(category, *each) for category, each in said.items()]
            score_statement(assessment, statement=statement, categories=entries, by=lead, at=database_now())
    change = told["change"]
    entry = CategoryEntry(change["category"], change["score"], reasons=change["reasons"], seen=1)
    with _days_ago(8):
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
