"""One application of a round that asks very many questions: fields, tables, a group and cross-checks, all answered."""

import statistics
import time
from itertools import pairwise
from typing import Any

from django.test import Client
from django.utils.dateparse import parse_datetime

from programme.choices import RoundStage
from sandbox_portal.casework.models import Case
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import open_response, save_page
from sandbox_portal.questions.engine import Given
from sandbox_portal.questions.loading import digest_of
from sandbox_portal.questions.models import QuestionSet, Response
from sandbox_portal.questions.progress import progress
from sandbox_portal.questions.reading import document_from
from tests.factories.rounds import round_at
from tests.factories.selection import make_draft
from tests.signing_in import sign_in

A_SECTION = 20
ROUNDS = 20
KINDS = ("long_text", "whole_number", "money", "yes_no", "date", "address")
TYPED: dict[str, Any] = {
    "long_text": "We match people with carers, week after week.",
    "whole_number": "12",
    "money": "£12.50",
    "yes_no": "yes",
    "date": ["1", "5", "2026"],
    "address": {"line_1": "1 High Street", "town": "Exampleton", "postcode": "EX1 1EX", "country": "england"},
}


def document_of(count: int) -> dict[str, Any]:
    """A set of so many questions in sections of twenty, and a check for every tenth of them."""
    questions = [
        {"key": f"q{number}", "type": KINDS[number % len(KINDS)], "label": f"Question {number}?"}
        for number in range(count)
    ]
    sections = [
        {"key": f"s{start}", "title": f"Section {start}", "questions": questions[start : start + A_SECTION]}
        for start in range(0, count, A_SECTION)
    ]
    numbers = [question["key"] for question in questions if question["type"] in {"whole_number", "money"}]
    checks = [
        {"key": f"c{number}", "rule": f"{left} <= {right} * 1000", "message": "The first is too large"}
        for number, (left, right) in enumerate(pairwise(numbers))
    ]
    return {"code": "many", "version": count, "title": "Many questions", "sections": sections, "checks": checks}


def checked(count: int) -> float:
    """Milliseconds to check every answer and cross-check once, with no database."""
    document = document_from(document_of(count))
    answers = {f"q{number}": TYPED[KINDS[number % len(KINDS)]] for number in range(count)}
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        progress(document, answers, Given())
        taken.append(time.perf_counter() - began)
    return statistics.quantiles(taken, n=4)[0] * 1000


def fill(count: int) -> dict[str, Any]:
    """The address of the answers, and whose they are."""
    draft = make_draft(round_at(RoundStage.OPEN))
    owner = people_of(draft.organisation)[0]
    values, at = document_of(count), database_now()
    QuestionSet.objects.create(
        code="many", version=count, title="Many", document=values, sha256=digest_of(values), published_at=at
    )
    Response.objects.filter(case=draft.pk).update(opened_at=parse_datetime("2199-01-01T00:00:00Z"))
    response = open_response(Case.objects.get(pk=draft.pk), set_code="many", by=owner, at=at)
    answers = {f"q{number}": TYPED[KINDS[number % len(KINDS)]] for number in range(count)}
    save_page(response, answers=answers, versions={}, by=owner, at=at)
    return {
        "case": str(draft.pk),
        "cookie": sign_in(Client(), owner).cookies["sessionid"].value,
        "checked": checked(count),
    }
