"""Lists of cases: what waits for whom, what a search finds; always with the same number of questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import cases_visible_to, matching, next_actions_of
from sandbox_portal.casework.views.rows import page_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_organisation, make_provider

from .kinds import LEAFLETS, open_leaflet


@pytest.fixture
def sent(organisation, owner):
    def make(title="Large print", reference=None):
        case = open_leaflet(organisation, by=owner, at=database_now(), title=title, reference=reference)
        return LEAFLETS.take_step(case, "send", by=owner, at=database_now())

    return make


@pytest.fixture
def organisation(db):
    return make_organisation("Quiet Harbour")


def test_a_case_waits_for_the_provider_then_for_the_role_then_for_nobody(leaflet, owner, lead):
    waiting = lambda user: list(next_actions_of(user))  # noqa: E731

    assert (waiting(owner), waiting(lead)) == ([leaflet], [])
    LEAFLETS.take_step(leaflet, "send", by=owner, at=database_now())
    assert (waiting(owner), waiting(lead)) == ([], [leaflet])
    LEAFLETS.take_step(leaflet, "answer", by=lead, at=database_now())
    assert (waiting(owner), waiting(lead)) == ([], [])


def test_a_case_with_a_named_owner_waits_for_that_person_alone(sent, lead, staff_user):
    colleague = staff_user(Role.PROGRAMME_LEAD)
    case = sent()
    Case.objects.filter(pk=case.pk).update(owner=colleague)

    assert (list(next_actions_of(lead)), list(next_actions_of(colleague))) == ([], [case])


def test_a_provider_sees_its_own_cases_and_no_other(leaflet, owner):
    elsewhere = make_organisation()
    neighbour = make_provider(elsewhere)
    other = open_leaflet(elsewhere, by=neighbour, at=database_now())

    assert list(cases_visible_to(owner)) == [leaflet]
    assert list(cases_visible_to(neighbour)) == [other]


@pytest.mark.parametrize("text", ["lantern", "LANT", "print large", "LF-07", "lf-0712", "large lan"])
def test_a_search_finds_words_from_their_beginning_and_references(sent, text):
    found = sent("Lantern leaflet in large print", "LF-0712")
    sent("Small print of other things", "XY-0713")

    assert list(matching(Case.objects.all(), text)) == [found]


@pytest.mark.parametrize("text", ["antern", "print & | ! ( )", "'; DROP TABLE", "\\", "%", "lantern nowhere"])
def test_a_search_takes_any_text_and_finds_nothing_that_does_not_match(sent, text):
    sent("Lantern", "LF-0712")

    assert list(matching(Case.objects.all(), text)) == ([] if text.strip("%\\ ") else [Case.objects.get()])


def test_pages_hold_every_case_once_those_longest_in_their_stage_first(sent, lead):
    made = [sent(f"Leaflet {number}").pk for number in range(7)]

    seen, mark = [], ""
    while True:
        page = page_of(next_actions_of(lead), user=lead, at=database_now(), after=mark, size=3)
        seen += [row.title for row in page.rows]
        if not (mark := page.after):
            break

    assert len(made) == 7
    assert seen == [f"Leaflet {number}" for number in range(7)]


@pytest.mark.parametrize("mark", ["", "x", "~", "2026-01-01~x", "2026-01-01T00:00:00~9", "9" * 5000, "é~é"])
def test_a_mark_that_is_none_shows_the_first_page(sent, lead_client, mark):
    sent("Leaflet one")

    response = lead_client.get("/my-actions/", {"after": mark})

    assert (response.status_code, "Leaflet one" in response.content.decode()) == (200, True)


def questions_asked(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/my-actions/", "/cases/", "/cases/?q=leaflet", "/cases/stuck/", "/"])
def test_a_list_asks_the_database_as_often_for_30_cases_as_for_one(sent, lead_client, address):
    sent("Leaflet")
    for_one = questions_asked(lead_client, address)
    for number in range(29):
        sent(f"Leaflet {number}")

    assert questions_asked(lead_client, address) == for_one


def test_the_history_asks_as_often_for_30_events_as_for_three(sent, lead, lead_client):
    case = sent()
    address = f"/cases/{case.pk}/timeline/"
    LEAFLETS.take_step(case, "note", by=lead, at=database_now())
    for_three = questions_asked(lead_client, address)
    for _ in range(27):
        LEAFLETS.take_step(case, "note", by=lead, at=database_now())

    assert questions_asked(lead_client, address) == for_three


def test_the_front_page_shows_what_waits(leaflet, provider_client):
    html = provider_client.get("/").content.decode()

    assert "Send the request: Large print" in html
