"""An assessment of a registered service, by the hands of the inspector and the manager of the demonstration."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from inspection.actions.assessments import begin_gathering, start_assessment
from inspection.actions.evidence import Piece, add_evidence, correct_evidence
from inspection.actions.planned import plan_evidence
from inspection.actions.visits import (
    VisitPlan,
    Written,
    endorse_visit,
    note_person_met,
    plan_visit,
    write_visit,
)
from inspection.models import Assessment, AssessmentVisit, Framework
from inspection.queries.evidence import statement_keys_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of
from sandbox_portal.register.models import Service

from .inspecting import at_hour, days_ago, put_on_its_way, told_in
from .taken_along import taken_along


@transaction.atomic
def inspected() -> str:
    """Take one assessment to the middle of its evidence: a visit endorsed, another ahead, a dozen things found."""
    if Assessment.objects.exists():
        return "Assessments: they are there already."
    told = told_in("inspection")
    service = Service.objects.filter(organisation_name=told["service"], closed_at=None).first()
    framework = Framework.objects.filter(code=told["framework"]).first()
    if service is None or framework is None:
        return "Assessments: there is no service or no framework to assess by."
    manager = holders_of(Role.INSPECTION_MANAGER).order_by("email")[0]
    lead = holders_of(Role.INSPECTOR).order_by("email")[0]
    with days_ago(30):
        assessment = _planned(service, framework, told, manager=manager, lead=lead)
    with days_ago(20):
        begin_gathering(assessment, by=lead, at=database_now())
    visit = _visited(assessment, told, manager=manager, lead=lead)
    with days_ago(6):
        _evidence(assessment, told, visit=visit, lead=lead)
        taken_along(assessment, over=visit, notes=told["on_the_tablet"], lead=lead)
    return f"Assessments: {assessment} of {service}, with {assessment.evidence.count()} records of evidence."


def _planned(service: Service, framework: Framework, told: dict[str, Any], *, manager: User, lead: User) -> Assessment:
    assessment = start_assessment(service, framework=framework, because=told["because"], by=manager, at=database_now())
    wanted = [key for key in assessment.statements if key.partition(".")[0] in told["areas"]]
    scope = {"statements": wanted, "scope_because": told["scope_because"], "begins_in": 10, "lasts": 40}
    return put_on_its_way(assessment, **scope, manager=manager, lead=lead)


def _visited(assessment: Assessment, told: dict[str, Any], *, manager: User, lead: User) -> AssessmentVisit:
    said = told["visit"]
    days = said["days_ago"]
    with days_ago(days + 5):
        values = {"mode": "base", "lead": lead, "team": [], "agenda": said["agenda"]}
        plan = VisitPlan(starts_at=at_hour(-5, 10), minutes=240, **values)
        visit = plan_visit(assessment, plan=plan, by=lead, at=database_now())
    with travelled_to(visit.starts_at + timedelta(hours=5)):
        for person in told["people"]:
            note_person_met(visit, **person, by=lead, at=database_now())
        due = day_in_london(database_now()) + timedelta(days=21)
        written = Written(said["answers"], said["summary"], [(each, due) for each in said["follow_ups"]])
        visit = write_visit(visit, written=written, by=lead, at=database_now())
    with days_ago(days - 3):
        visit = endorse_visit(visit, note=said["endorsed"], by=manager, at=database_now())
    ahead = VisitPlan(
        starts_at=at_hour(-6, 10), minutes=60, mode="video", lead=lead, team=[], agenda="Carers of two circles"
    )
    plan_visit(assessment, plan=ahead, by=lead, at=database_now())
    return visit


def _evidence(assessment: Assessment, told: dict[str, Any], *, visit: AssessmentVisit, lead: User) -> None:
    seen = visit.starts_at + timedelta(hours=1)
    for each in told["evidence"]:
        where = visit if each["way"] == "visit" else None
        item = add_evidence(
            assessment, piece=Piece(**each, seen_at=seen, visit=where, is_checked=True), by=lead, at=database_now()
        )
        if item.number == told["correction"]["number"]:
            better = {**each, "text": told["correction"]["text"], "statements": statement_keys_of(item)}
            piece = Piece(**better, seen_at=seen, visit=where, is_checked=True)
            because = told["correction"]["because"]
            correct_evidence(item, piece=piece, because=because, by=lead, at=database_now())
    for wanted in told["planned"]:
        plan_evidence(assessment, **wanted, visit=None, by=lead, at=database_now())
