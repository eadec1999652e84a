"""Somebody finds their organisation in a public list, and it fills in the form without replacing what they typed."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from programme.choices import RoundStage
from sandbox_portal.lookup.actions import import_list
from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.lookup.models import ListedCompany
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import answers_of, response_of
from tests.factories.people import make_organisation, make_provider
from tests.factories.rounds import round_at
from tests.factories.selection import make_draft
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
COMMON_THREAD = "90000002"


@pytest.fixture(scope="module")
def kept_scene(kept_database):
    lists = Path(settings.CONTENT_ROOT) / "demo" / "lists"
    import_list(PublicList.COMPANIES, path=lists / "companies.csv", by=None, at=database_now())
    organisation = make_organisation("Common Thread")
    owner = make_provider(organisation)
    return owner, response_of(make_draft(round_at(RoundStage.OPEN, like=5), organisation).case)


@pytest.fixture
def draft(kept_scene, db):
    cache.clear()
    return kept_scene


@pytest.fixture
def client(draft):
    return sign_in(Client(), draft[0])


def address(response, name="response-look-up", **query):
    parts = [response.case_id, "your-organisation", "organisation_name"]
    return reverse(name, args=[*parts, "companies"] if name == "response-look-up" else parts, query=query)


def test_the_question_leads_to_the_list_and_the_list_to_a_filled_form(draft, client):
    _owner, response = draft
    assert address(response) in client.get(address(response, "response-question")).content.decode()

    found = client.get(address(response, q="common thread")).content.decode()
    assert f"?pick={COMMON_THREAD}" in found
    confirm = client.get(address(response, pick=COMMON_THREAD))
    assert confirm.content.decode().count(" checked") == 3
    sent = {"pick": COMMON_THREAD, "fill": ["organisation_name", "company_number", "address"], "version": ""}
    assert client.post(address(response), sent).status_code == 302

    answers = answers_of(response)
    assert (answers["organisation_name"], answers["company_number"]) == (
        "COMMON THREAD CO-OPERATIVE LIMITED",
        "90000002",
    )
    assert (answers["address"]["line_1"], answers["address"]["town"]) == ("Loom House", "Millbrook")


def test_what_was_typed_is_not_ticked_and_a_later_change_is_not_replaced(draft, client):
    owner, response = draft
    save_page(response, answers={"organisation_name": "Ours"}, versions={}, by=owner, at=database_now())
    page = client.get(address(response, pick=COMMON_THREAD))
    text = page.content.decode()
    version = text.split('name="version" value="')[1].split('"')[0]

    assert text.count(" checked") == 2
    assert "You have typed: Ours" in text
    seen = {"organisation_name": 1}
    save_page(
        response,
        answers={"organisation_name": "Ours now"},
        versions=seen,
        by=make_provider(response.case.organisation),
        at=database_now(),
    )
    sent = {"pick": COMMON_THREAD, "fill": ["organisation_name"], "version": version}
    assert client.post(address(response), sent).status_code == 422
    assert answers_of(response)["organisation_name"] == "Ours now"


def test_nothing_ticked_fills_in_nothing_and_says_so(draft, client):
    _owner, response = draft
    answer = client.post(address(response), {"pick": COMMON_THREAD})
    assert (answer.status_code, "Tick what you want us to fill in" in answer.content.decode()) == (422, True)
    assert answers_of(response) == {}
    assert client.post(address(response), {"pick": "nothing"}).status_code == 404
    assert client.get(address(response, q="zzzzzz")).content.decode().count("We found nothing") == 1


def test_suggestions_are_for_people_signed_in_and_not_too_many_a_minute(draft, client):
    place = reverse("look-up-suggestions", query={"list": "companies", "q": "lantern"})
    assert Client().get(place).status_code == 302
    assert [each["number"] for each in client.get(place).json()["found"]] == ["90000008", "90000001"]
    answers = [client.get(place).status_code for _ in range(61)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_the_search_asks_as_often_for_thirty_companies_as_for_one(draft, client):
    _owner, response = draft

    def add(count):
        start = ListedCompany.objects.count()
        ListedCompany.objects.bulk_create(
            ListedCompany(number=f"8{number:07}", name=f"QUIET {number}") for number in range(start, start + count)
        )

    assert_same_queries(client, address(response, q="quiet"), add=add)
