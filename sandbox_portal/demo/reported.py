"""Reports of the demonstration: published after points about a draft, with its organisation, and two a year apart."""

from typing import Any

from django.db import transaction

from inspection.actions import accuracy, publication, reports
from inspection.actions.assessments import begin_gathering, close_evidence, start_assessment
from inspection.actions.evidence import Piece, add_evidence
from inspection.actions.scores import WholeEntry, finish_scoring, score_statement, start_scoring
from inspection.models import Assessment, Framework
from inspection.queries.report_text import section_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of
from sandbox_portal.register.models import Service

from .inspecting import days_ago, put_on_its_way, told_in

GOOD = 3
NOBODY_REPLIES = 10  # days more, until the time to reply is over
Told = dict[str, Any]


@transaction.atomic
def reported() -> str:
    """Take assessments by direct scores to their reports, by everybody's own hands; the older of a service first."""
    told = told_in("reports")
    framework = Framework.objects.filter(code=told["framework"]).first()
    there = set(Assessment.objects.values_list("service", flat=True))
    made = []
    for one in told["reports"]:
        service = Service.objects.filter(organisation_name=one["service"], closed_at=None).first()
        if framework is None or service is None or service.pk in there:
            continue
        made.append(str(_reported(service, framework, {**told, **one}, one)))
    return f"Reports: {', '.join(made)}." if made else "Reports: there is nothing to add."


def _reported(service: Service, framework: Framework, told: Told, one: Told) -> Assessment:
    manager = holders_of(Role.INSPECTION_MANAGER).order_by("email")[0]
    lead = holders_of(Role.INSPECTOR).order_by("email")[0]
    days, owner = one["days_ago"], next(iter(people_of(service.organisation)), None)
    longer = 0 if owner else NOBODY_REPLIES
    with days_ago(days + 30 + longer):
        assessment = _begun(service, framework, told, manager=manager, lead=lead)
    with days_ago(days + 16 + longer):
        _scored(assessment, told, one, manager=manager, lead=lead)
    with days_ago(days + 14 + longer if one["publish"] else days):
        _sent(assessment, one, manager=manager, lead=lead, owner=owner)
    if one["publish"]:
        with days_ago(days):
            _published(assessment, one, manager=manager, lead=lead, owner=owner)
    if one.get("closed_because"):
        with days_ago(days - 40):
            publication.close_assessment(assessment, because=one["closed_because"], by=manager, at=database_now())
    return assessment


def _begun(service: Service, framework: Framework, told: Told, *, manager: User, lead: User) -> Assessment:
    at = database_now()
    assessment = start_assessment(service, framework=framework, because=told["because"], by=manager, at=at)
    put_on_its_way(assessment, begins_in=0, lasts=20, manager=manager, lead=lead)
    begin_gathering(assessment, by=lead, at=at)
    for each in told["evidence"]:
        piece = Piece(**each, seen_at=at, statements=assessment.statements, is_checked=True)
        add_evidence(assessment, piece=piece, by=lead, at=at)
    return assessment


def _scored(assessment: Assessment, told: Told, one: Told, *, manager: User, lead: User) -> None:
    at = database_now()
    close_evidence(assessment, gaps_because=told["gaps_because"], by=lead, at=at)
    start_scoring(assessment, by=manager, at=at)
    for key in assessment.statements:
        score = one["scores"].get(key) or one["scores"].get(key.partition(".")[0]) or GOOD
        score_statement(assessment, statement=key, whole=WholeEntry(score, told["reasons"]), by=lead, at=at)
    finish_scoring(assessment, by=lead, at=at)


def _sent(assessment: Assessment, one: Told, *, manager: User, lead: User, owner: User | None) -> None:
    at = database_now()
    for key, text in one["sections"].items():
        reports.save_section(assessment, key=key, text=text, version=0, by=lead, at=at)
    reports.send_to_check(assessment, by=lead, at=at)
    accuracy.send_draft(assessment, by=manager, at=at)
    if owner is None:
        return
    for each in one["points"]:
        said = {name: each[name] for name in ("paragraph", "kind", "words", "evidence")}
        accuracy.note_point(assessment, **said, by=owner, at=at)


def _published(assessment: Assessment, one: Told, *, manager: User, lead: User, owner: User | None) -> None:
    at = database_now()
    if owner is None:
        accuracy.go_on_without(assessment, by=manager, at=at)
    else:
        _answered(assessment, one, manager=manager, lead=lead, owner=owner)
    reports.finish_report(assessment, by=lead, at=at)
    publication.publish(assessment, by=manager, at=at)
    shown = {"where": one["display"], "shown_on": day_in_london(at)}
    publication.note_display(assessment, **shown, by=owner or manager, at=at)


def _answered(assessment: Assessment, one: Told, *, manager: User, lead: User, owner: User) -> None:
    at = database_now()
    draft = accuracy.send_points(assessment, by=owner, at=at)
    for point, each in zip(draft.points.order_by("number"), one["points"], strict=True):
        facts = {"answer": each["answer"], "because": each["because"]}
        accuracy.answer_point(point, **facts, by=manager, at=at)
    section = section_of(assessment, one["after"]["section"])
    version = section.version if section else 0
    text = one["after"]["text"]
    reports.save_section(assessment, key=one["after"]["section"], text=text, version=version, by=lead, at=at)
