"""The pages of the panel ask the database no more for thirty applications than for one, and never much."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programme.choices import RoundStage
from sandbox_portal.people.queries import people_of
from tests.factories.rounds import round_at
from tests.factories.selection import answer_everything, make_draft, make_selection, members_of
from tests.house_rules.query_budgets import MOST_TO_SAVE_A_SCORE, MOST_TO_SEND_AN_APPLICATION
from tests.signing_in import sign_in

from .panel_scene import address, client_of, finish, panel_at_step_1

pytestmark = pytest.mark.django_db

AT_MOST = 12


def asked(client, page: str) -> list[str]:
    """The statements of the second look."""
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]


@pytest.mark.parametrize("name", ["selection-overview", "selection-worklist"])
def test_a_page_of_the_selection_asks_the_same_for_one_and_for_many(name):
    found = []
    for count in (1, 12):
        selection, _applications = panel_at_step_1(count)
        found.append(asked(client_of(members_of(selection)[0]), address(name, selection.pk)))

    assert len(found[0]) == len(found[1]), "\n".join(found[1])
    assert len(found[1]) <= AT_MOST, "\n\n".join(found[1])


def test_declaring_asks_the_same_for_one_and_for_many():
    found = []
    for count in (1, 12):
        selection, _applications = make_selection(count)
        found.append(asked(client_of(members_of(selection)[0]), address("selection-declare", selection.pk)))

    assert len(found[0]) == len(found[1])
    assert len(found[1]) <= AT_MOST, "\n\n".join(found[1])


@pytest.mark.parametrize("name", ["application-score", "application-score-finish", "application-agree"])
def test_a_page_of_an_application_asks_the_same_for_one_score_and_for_all(name):
    selection, (one,) = panel_at_step_1(1)
    members = members_of(selection)
    page = address(name, one.pk)
    if name == "application-score-finish":
        found = [asked(client_of(members[0]), page)] * 2
    else:
        finish(one, members[0])
        finish(one, members[1])
        found = [asked(client_of(members[0]), page)]
        for member in members[2:]:
            finish(one, member)
        found.append(asked(client_of(members[0]), page))
    assert len(found[0]) == len(found[1])
    assert len(found[1]) <= AT_MOST, "\n\n".join(found[1])


def test_saving_a_score_asks_little():
    selection, (one,) = panel_at_step_1(1)
    client = client_of(members_of(selection)[0])
    page, values = address("application-score", one.pk), {"criterion": "1a", "value": 1, "version": 0}
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.post(page, values, headers={"X-Fragment": "1"}).status_code == 200

    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(statements) <= MOST_TO_SAVE_A_SCORE, "\n\n".join(statements)


def test_sending_asks_the_same_for_any_number_of_answers():
    draft = make_draft(round_at(RoundStage.OPEN))
    answer_everything(draft)
    client = sign_in(Client(), people_of(draft.organisation)[0])
    with CaptureQueriesContext(connection) as captured:
        assert client.post(address("application-send", draft.pk), {"key": uuid4()}).status_code == 302

    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(statements) <= MOST_TO_SEND_AN_APPLICATION, "\n\n".join(statements)
    assert sum('INSERT INTO "questions_answerrevision"' in each for each in statements) <= 1
