"""The register as anybody reads it: found, looked at for any day, taken home as a sheet or as data."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.clock import database_now
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Service
from tests.factories.people import make_organisation, make_provider
from tests.factories.register import make_service, make_status
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
SEARCH = "/register/"


def names(client: Client, **asked: str) -> list[str]:
    rows = client.get(SEARCH, asked).context["rows"]
    return [row.service.name for row in rows]


@pytest.fixture
def three():
    """Three listed services in two towns, one of them suspended on 15 June 2026, and one nobody may find."""
    lantern = make_service(make_organisation("Lantern Care"), name="Lantern at home", town="Bath", postcode="BA1 2AB")
    harbour = make_service(make_organisation("Harbour Teams"), kind="home_care", town="Bristol", postcode="BS1 4DJ")
    meadow = make_service(make_organisation("Meadow Circle"), kind="shared_lives", town="Bath", postcode="BA2 7AY")
    make_service(make_organisation("Hidden Lane"), is_listed=False, town="Bath")
    make_status(lantern, "registered", "2026-03-01")
    make_status(lantern, "suspended", "2026-06-15")
    make_status(harbour, "registered", "2026-03-01")
    return lantern, harbour, meadow


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Harbour Teams", "Lantern at home", "Meadow Circle"]),
        ({"words": "lantern care"}, ["Lantern at home"]),
        ({"words": "lant"}, ["Lantern at home"]),
        ({"place": "bath"}, ["Lantern at home", "Meadow Circle"]),
        ({"place": "BA1"}, ["Lantern at home", "Meadow Circle"]),
        ({"place": "ba27ay"}, ["Meadow Circle", "Lantern at home"]),
        ({"place": "B1"}, []),
        ({"kind": "shared_lives"}, ["Meadow Circle"]),
        ({"kind": "no such kind"}, ["Harbour Teams", "Lantern at home", "Meadow Circle"]),
        ({"status": "registration:registered"}, ["Harbour Teams"]),
        ({"status": "registration:registered", "as_at": "2026-04-01"}, ["Harbour Teams", "Lantern at home"]),
        ({"status": "registration:suspended", "day_0": "1", "day_1": "4", "day_2": "2026"}, []),
        ({"words": "nothing such"}, []),
        ({"words": "!!! & | :*"}, ["Harbour Teams", "Lantern at home", "Meadow Circle"]),
    ],
)
def test_a_service_is_found_by_name_place_kind_and_status(three, client, asked, found):
    assert names(client, **asked) == found


def test_a_page_of_the_register_says_for_which_day_it_is(three, client):
    text = client.get(SEARCH, {"as_at": "2026-04-01"}).content.decode()

    assert "This is the register as it was on 1 April 2026." in text


def test_a_day_to_come_is_today(three, client):
    tomorrow = day_in_london(database_now()) + timedelta(days=1)

    assert client.get(SEARCH, {"as_at": tomorrow.isoformat()}).context["is_today"] is True


def test_an_organisation_finds_its_own_unlisted_service(client):
    service = make_service(is_listed=False)

    sign_in(client, make_provider(service.organisation))

    assert names(client) == [service.name]
    assert Client().get(reverse("service-detail", args=[service.pk])).status_code == 404


def test_pages_follow_one_another_without_a_gap(client):
    for number in range(35):
        make_service(make_organisation(f"Team {number:02}"))

    first = client.get(SEARCH)
    second = client.get(SEARCH + first.context["next_url"])

    shown = [row.service.name for page in (first, second) for row in page.context["rows"]]
    assert shown == [f"Team {number:02}" for number in range(35)]
    assert second.context["next_url"] == ""


def test_the_search_costs_the_same_for_any_number_of_services(client):
    def add(number: int) -> None:
        for _ in range(number):
            make_status(make_service(), "registered", "2026-03-01")

    assert_same_queries(client, SEARCH, add=add)


def test_a_service_page_tells_today_and_any_other_day(three, client):
    lantern = three[0]
    address = reverse("service-detail", args=[lantern.pk])

    today, then = client.get(address), client.get(address, {"day_0": "1", "day_1": "4", "day_2": "2026"})

    assert [each.status.label for each in today.context["statuses"]] == ["Suspended"]
    assert [each.status.label for each in then.context["statuses"]] == ["Registered"]
    assert "On 1 April 2026" in then.content.decode()


def test_a_day_that_is_none_is_refused_in_words_and_the_page_shows_today(three, client):
    answer = client.get(reverse("service-detail", args=[three[0].pk]), {"day_0": "31", "day_1": "2", "day_2": "2026"})

    assert answer.context["is_today"] is True
    assert "The day must be a real date" in answer.content.decode()


def test_the_sheet_holds_every_status_of_every_service_found(three, client):
    Service.objects.filter(name="Meadow Circle").update(opened_at=datetime(2026, 3, 31, tzinfo=UTC))

    answer = client.get(reverse("register-sheet"), {"place": "bath", "as_at": "2026-04-01"})

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row[:9] for row in rows] == [
        ["service", "organisation", "kind", "town", "postcode", "scheme", "part", "status", "since"],
        [
            "Lantern at home", "Lantern Care", "Umbrella body for personal assistants", "Bath", "BA1 2AB",
            "Registration", "", "Registered", "2026-03-01",
        ],
        ["Meadow Circle", "Meadow Circle", "Shared Lives", "Bath", "BA2 7AY", "", "", "", ""],
    ]  # fmt: skip
    assert answer["Content-Disposition"] == 'attachment; filename="register-2026-04-01.csv"'


def test_a_name_that_looks_like_a_formula_stays_a_text(client):
    make_service(make_organisation("Team"), name='=HYPERLINK("evil")')

    sheet = b"".join(client.get(reverse("register-sheet")).streaming_content).decode()

    assert list(csv.reader(io.StringIO(sheet)))[1][0] == '\'=HYPERLINK("evil")'


def test_the_data_of_a_service_say_what_its_page_says(three, client):
    lantern = three[0]
    make_status(lantern, "good", "2026-05-01", scheme=Scheme.RATING, part="safe")

    data = json.loads(client.get(reverse("service-data", args=[lantern.pk]), {"as_at": "2026-05-02"}).content)

    assert data["as_at"] == "2026-05-02"
    assert [(each["scheme"], each["part"], each["label"], each["since"]) for each in data["statuses"]] == [
        ("registration", "", "Registered", "2026-03-01"),
        ("rating", "safe", "Good", "2026-05-01"),
    ]
    assert [(each["status"], each["from"]) for each in data["history"]] == [
        ("suspended", "2026-06-15"),
        ("good", "2026-05-01"),
        ("registered", "2026-03-01"),
    ]


def test_an_owner_sees_its_services_on_the_front_page(client):
    service = make_service(is_listed=False)
    make_status(service, "registered", "2026-03-01")

    page = sign_in(client, make_provider(service.organisation)).get("/").content.decode()

    assert "In the register" in page
    assert Service.objects.get().name in page
    assert "Not listed" in page


def test_search_engines_find_services_and_walk_no_searches_and_no_whole_lists(db):
    answer = Client().get("/robots.txt")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /register/?",
        "Disallow: /register/services.csv",
        "Disallow: /register/services.json",
        "Disallow: /account/",
        "Disallow: /links/",
        "Disallow: /check-a-document/",
    ]
