"""An assessment of all 34 statements, with evidence and a score of every kind for each; used by bench.scoring."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

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
from inspection.actions.scores import CategoryEntry, score_statement, start_scoring
from inspection.loading import load_frameworks
from inspection.models import Assessment, Framework
from inspection.rulebook.framework import CATEGORY_CODES
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from tests.factories.inspection import load_words, registered_service
from tests.factories.people import make_organisation, make_staff
from tests.factories.reports import published
from tests.signing_in import sign_in

from .reports import made_up

FRAMEWORK = "PROV-SAF-1"
USED_FOR = 3  # statements, each piece of evidence
KINDS = tuple(CATEGORY_CODES)
PARAGRAPHS = 34  # in each section of the report
LENGTHEN = "UPDATE inspection_publication SET snapshot = %s WHERE id = %s"
COPY = """
    INSERT INTO inspection_publication (id, assessment_id, version, snapshot, correction_note, review_until,
        published_at, published_by_id)
    SELECT gen_random_uuid(), gen_random_uuid(), 1, snapshot, '', review_until,
        published_at - make_interval(hours => n), published_by_id
    FROM inspection_publication, generate_series(1, %s) n WHERE id = %s"""


def fill(items: int) -> dict[str, Any]:
    at = database_now()
    load_words()
    load_frameworks(settings.CONTENT_ROOT, at)
    manager, lead = make_staff(Role.INSPECTION_MANAGER), make_staff(Role.INSPECTOR)
    assessment = _begun(manager, lead, at)
    for number in range(items):
        add_evidence(assessment, piece=_piece(number, assessment.statements, at), by=lead, at=at)
    close_evidence(assessment, gaps_because="It is measured.", by=lead, at=at)
    start_scoring(assessment, by=manager, at=at)
    for place, key in enumerate(assessment.statements):
        scores = [CategoryEntry(kind, 1 + (place + each) % 4, reasons="Why.") for each, kind in enumerate(KINDS)]
        score_statement(assessment, statement=key, categories=scores, by=lead, at=at)
    report = _published(items)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED)")
    cookie = sign_in(Client(), lead).cookies["sessionid"].value
    return {"lead": cookie, "case": str(assessment.pk), "report": report}


def _published(others: int) -> str:
    """A report of some sixty pages, and as many others as there are pieces of evidence in the list of reports."""
    _scene, report = published()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # what is published never changes
        cursor.execute(LENGTHEN, [json.dumps(made_up(PARAGRAPHS)), report.pk])
        cursor.execute(COPY, [others, report.pk])
        cursor.execute("SET session_replication_role = origin")
    return str(report.assessment_id)


def _begun(manager: User, lead: User, at: datetime) -> Assessment:
    framework, service = Framework.objects.get(code=FRAMEWORK), registered_service(make_organisation())
    found = start_assessment(service, framework=framework, because="To be measured.", by=manager, at=at)
    name_team(found, lead=lead, members=[], by=manager, at=at)
    declare_interest(found, has_interest=False, words="", by=lead, at=at)
    today = day_in_london(at)
    plan = Plan(list(found.statements), "", True, today, today + timedelta(days=20))
    write_plan(found, plan=plan, by=lead, at=at)
    announce(found, by=manager, at=at)
    return begin_gathering(found, by=lead, at=at)


def _piece(number: int, statements: list[str], at: datetime) -> Piece:
    used = [statements[(number * USED_FOR + each) % len(statements)] for each in range(USED_FOR)]
    words = {"text": f"What was read, number {number}.", "source": "A record", "seen_at": at - timedelta(days=1)}
    kind = KINDS[number % len(KINDS)]
    return Piece(kind, "data", "reading", **words, statements=used, period="October", is_checked=True)
