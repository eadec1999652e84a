"""An assessment of all 34 statements, with evidence and a score of every kind for each; used by bench.scoring."""

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
from tests.signing_in import sign_in

FRAMEWORK = "PROV-SAF-1"
USED_FOR = 3  # statements, each piece of evidence
KINDS = tuple(CATEGORY_CODES)


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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED)")
    return {"lead": sign_in(Client(), lead).cookies["sessionid"].value, "case": str(assessment.pk)}


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
