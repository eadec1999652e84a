"""The panel agrees: the suggestion, who leads, what is refused, and where the page goes next."""

import copy

import pytest

from sandbox_portal.people.clock import database_now
from selection.actions.declarations import declare
from selection.choices import ApplicationStage
from selection.models import Consensus
from tests.factories.selection import members_of

from .panel_scene import address, client_of, finish, fresh, panel_at_step_1

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_table(kept_database):
    selection, (one, two) = panel_at_step_1()
    members = members_of(selection)
    scorers = [members[0], *members[-2:]]
    for member in scorers:
        finish(one, member)
    return selection, one, two, scorers


@pytest.fixture
def table(built_table):
    """Three members have finished step 1 of the first of two applications; the chair leads."""
    return copy.deepcopy(built_table)


def test_the_suggestion_is_chosen_and_not_saved(table):
    _selection, one, _two, scorers = table

    response = client_of(scorers[0]).get(address("application-agree", one.pk))

    assert response.context["parts"][0].form["value"].value() == 1
    assert "not saved yet" in response.content.decode()
    assert Consensus.objects.count() == 0


def test_the_last_agreed_score_moves_the_application_on(table):
    selection, one, two, scorers = table
    finish(two, scorers[0])
    client, page = client_of(scorers[0]), address("application-agree", one.pk)

    stays = client.post(page, {"criterion": "1a", "value": 1, "reason": "You do this work."})
    moves = client.post(page, {"criterion": "1b", "value": 1, "reason": "You run one."})

    assert stays["Location"] == f"{page}#next"
    assert moves["Location"] == address("application-agree", two.pk)
    assert fresh(one).case.stage == ApplicationStage.STEP2
    assert selection.case.stage != fresh(one).case.stage


@pytest.mark.parametrize(
    ("posted", "code", "told"),
    [
        ({"criterion": "1b", "value": 1, "reason": "x"}, 409, "Agree on 1a first."),
        ({"criterion": "1a", "value": 1, "reason": " "}, 422, "Write the reason that the applicant will read"),
        ({"criterion": "1a", "value": 3, "reason": "x"}, 422, "Choose one of the answers shown"),
        ({"criterion": "1a", "reason": "x"}, 422, "Choose the score the panel agrees on"),
    ],
)
def test_what_cannot_be_agreed_is_refused_beside_what_was_typed(table, posted, code, told):
    _selection, one, _two, scorers = table

    response = client_of(scorers[0]).post(address("application-agree", one.pk), posted)

    assert (response.status_code, Consensus.objects.count()) == (code, 0)
    assert told in response.content.decode()


def test_a_member_who_does_not_lead_reads_along_and_records_nothing(table):
    _selection, one, _two, scorers = table
    client, page = client_of(scorers[1]), address("application-agree", one.pk)

    text = client.get(page).content.decode()
    response = client.post(page, {"criterion": "1a", "value": 1, "reason": "x"})

    assert "Record what the panel agrees" not in text
    assert (response.status_code, Consensus.objects.count()) == (409, 0)


def test_a_leader_who_has_not_finished_sees_nothing_and_records_nothing(table):
    selection, _one, two, scorers = table
    for member in members_of(selection)[1:]:
        finish(two, member, c1a=1)
    client, page = client_of(scorers[0]), address("application-agree", two.pk)

    text = client.get(page).content.decode()
    response = client.post(page, {"criterion": "1a", "value": 1, "reason": "x"})

    assert "Finish your own scores first" in text
    assert "Because." not in text
    assert response.status_code == 409


def test_the_next_member_leads_when_the_chair_has_an_interest(table):
    selection, one, _two, _scorers = table
    members = members_of(selection)
    for member in members[1:3]:
        finish(one, member)
    declare(fresh(one), has_conflict=True, interest="My aunt.", by=members[0].user, at=database_now())

    response = client_of(members[1]).post(
        address("application-agree", one.pk), {"criterion": "1a", "value": 1, "reason": "You do."}
    )

    assert response.status_code == 302
    assert Consensus.objects.get(application=one).decided_by == members[1].user
