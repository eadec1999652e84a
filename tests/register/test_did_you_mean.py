"""A search that finds little says what may have been meant (R41)."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.clock import database_now
from sandbox_portal.register.actions import close_service
from sandbox_portal.register.alike import is_alike
from sandbox_portal.register.models import Service
from tests.factories.people import make_organisation
from tests.factories.register import make_service
from tests.house_rules.query_counts import queries_of

SEARCH = "/register/"


@pytest.mark.parametrize(
    ("typed", "name", "is_meant"),
    [
        ("kingfsher", "Kingfisher Care", True),
        ("KINGFISHER home", "Kingfisher Care", True),
        ("hil and vale", "Hill & Vale Introductions", True),
        ("brsitol", "Bristol", True),
        ("bth", "Bath", True),
        ("leeds", "Leek", False),
        ("london", "Long Ashton", False),
        ("care", "Kingfisher", False),
        ("nowhere", "North Teams", False),
        ("!!!", "Bath", False),
        ("bath", "", False),
    ],
)
def test_a_name_is_meant_when_each_word_is_nearly_one_of_it(typed, name, is_meant):
    assert is_alike(typed, name) is is_meant


@pytest.fixture
def four(db):
    """Three services anybody may find, and one with nearly the same name that nobody may."""
    kingfisher = make_service(make_organisation("Kingfisher Care"), town="Keynsham", kind="home_care")
    make_service(make_organisation("Kingfisher Hidden"), is_listed=False, town="Keynshum")
    make_service(make_organisation("Harbour Teams"), town="Bristol")
    make_service(make_organisation("Meadow Circle"), town="Bath")
    return kingfisher


def meant(client, **asked: str) -> tuple[list[str], list[tuple[str, str]]]:
    offered = client.get(SEARCH, asked).context["meant"]
    services = [each["service"].name for each in offered.get("services", [])]
    return services, [(each["name"], each["href"]) for each in offered.get("towns", [])]


def test_a_misspelt_name_leads_to_the_services_called_nearly_so(four, client):
    page = client.get(SEARCH, {"words": "kingfsher"}).content.decode()

    assert meant(client, words="kingfsher") == (["Kingfisher Care"], [])
    assert "Did you mean one of these?" in page
    assert f'href="{reverse("service-detail", args=[four.pk])}">Kingfisher Care</a> (Care at home, Keynsham)' in page


def test_a_misspelt_town_leads_to_the_same_search_in_the_town(four, client):
    asked = {"place": "Keynsam", "kind": "home_care"}
    address = "?" + urlencode({"kind": "home_care", "place": "Keynsham"})

    assert meant(client, **asked) == ([], [("Keynsham", address)])
    assert [row.service.name for row in client.get(SEARCH + address).context["rows"]] == ["Kingfisher Care"]


def test_where_nothing_is_near_nothing_is_offered(four, client):
    """The twin: the same pages, with nothing to say."""
    page = client.get(SEARCH, {"words": "zebra", "place": "Aberdovey"}).content.decode()

    assert (meant(client, words="zebra", place="Aberdovey"), "Did you mean" in page) == (([], []), False)
    assert "No service matches" in page


def test_what_was_found_is_not_offered_again_and_a_postcode_is_no_town(four, client):
    assert meant(client, words="kingfisher") == ([], [])
    assert meant(client, place="bath") == ([], [])
    assert meant(client, place="BA9") == ([], [])


def test_a_closed_service_is_not_offered(four, client):
    close_service(four, by=None, at=database_now())

    assert meant(client, words="kingfsher") == ([], [])


def test_whoever_searches_a_closed_service_by_its_name_is_told_when_it_closed(four, client):
    closed = close_service(four, by=None, at=database_now())
    hidden = Service.objects.get(organisation__name="Kingfisher Hidden")
    close_service(hidden, by=None, at=database_now())

    answer = client.get(SEARCH, {"words": "kingfisher"})

    assert answer.context["meant"]["closed"] == [four]
    assert f"closed on {day_in_words(day_in_london(closed.closed_at))}" in answer.content.decode()
    assert client.get(SEARCH, {"place": "keynsham"}).context["meant"]["closed"] == []


def test_it_costs_one_question_and_none_where_enough_was_found(four, client):
    for number in range(3):
        make_service(make_organisation(f"Plenty {number}"))
    plain, enough, few = (queries_of(client, SEARCH + asked) for asked in ("", "?words=plenty", "?words=p&place=b"))

    asked = [sum("<<->" in statement for statement in each) for each in (plain, enough, few)]
    assert asked == [0, 0, 1]
