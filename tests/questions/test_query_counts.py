"""The pages ask the database as often for sixty questions as for ten, and reading changes nothing."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.loading import digest_of
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.questions.queries import _document
from tests.questions.kinds import begin_answers

pytestmark = pytest.mark.django_db
MOST = 12


def long_set(count: int) -> QuestionSet:
    questions = [{"key": f"q{number}", "type": "long_text", "label": f"Question {number}?"} for number in range(count)]
    values = {"code": f"long-{count}", "version": 1, "title": "Long", "sections": []}
    for start in range(0, count, 5):
        section = {"key": f"s{start}", "title": f"Section {start}", "questions": questions[start : start + 5]}
        values["sections"].append(section)
    return json.loads(json.dumps(values))


@pytest.fixture
def queries(organisation, provider_user, provider_client, at):
    """`queries(60, "task-list")` is what a page of a form with sixty answered questions asks of the database."""

    def counted(count: int, name: str, *parts: str, send: dict | None = None) -> list[str]:
        values = long_set(count)
        QuestionSet.objects.create(
            code=values["code"], version=1, title="Long", document=values, sha256=digest_of(values), published_at=at
        )
        response = begin_answers(organisation, by=provider_user, at=at, set_code=values["code"])
        answers = {f"q{number}": f"Answer {number}" for number in range(count)}
        save_page(response, answers=answers, versions={}, by=provider_user, at=at)
        address = reverse(f"response-{name}", args=[response.case_id, *parts])
        provider_client.get(address)  # the set is read once per process
        with CaptureQueriesContext(
            connection,
        ) as captured:
            if send is None:
                assert provider_client.get(address).status_code == 200
            else:
                assert provider_client.post(address, send, headers={"X-Fragment": "1"}).status_code == 200
        return [query["sql"] for query in captured.captured_queries]

    return counted


@pytest.mark.parametrize(
    "page", [("task-list",), ("check-answers",), ("question", "s0", "q0"), ("blank-form",)], ids=lambda page: page[0]
)
def test_a_page_asks_as_often_for_sixty_questions_as_for_ten(queries, page):
    few, many = queries(10, *page), queries(60, *page)

    assert len(few) == len(many) <= MOST
    assert not [sql for sql in many if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize("page", [("task-list",), ("check-answers",)], ids=lambda page: page[0])
def test_three_hundred_questions_stay_within_the_budget(queries, page):
    assert len(queries(300, *page)) <= MOST


def test_saving_while_typing_asks_as_often_for_sixty_questions_as_for_ten(queries):
    sent = {"version": "q0:1", "q0": "Another answer"}

    few, many = queries(10, "question", "s0", "q0", send=sent), queries(60, "question", "s0", "q0", send=sent)

    assert len(few) == len(many) <= MOST  # two of them open and close its transaction
    assert _document.cache_info().currsize > 0
