"""What the register tells of a registration: by day, never changed, the same on the page, in the sheet and as data."""

import csv
import io
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.register.queries import edition_now
from tests.factories.people import make_organisation, make_provider
from tests.factories.register import make_particulars, make_service, make_status
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
RIVER = {"name": "Riverside base", "town": "Saltby", "postcode": "SA1 2AB"}


@pytest.fixture
def circles():
    """A service on trial, registered on 1 March; its manager changed on 15 June."""
    service = make_service(make_organisation("Riverside Circles"), town="Saltby", postcode="SA1 2AB")
    make_status(service, "registered", "2026-03-01")
    known = {"trial_round": "Round 3", "locations": (RIVER,)}
    make_particulars(service, "2026-03-01", managers=("Ada Moss",), **known)
    make_particulars(service, "2026-06-15", managers=("Bea Lund",), **known)
    return service


def page(client: Client, service, **asked: str) -> str:
    return client.get(reverse("service-detail", args=[service.pk]), asked).content.decode()


def test_the_page_tells_who_managed_the_service_on_the_day_asked_about(circles, client):
    address = reverse("service-detail", args=[circles.pk])
    facts = [dict(client.get(address, {"as_at": day}).context["facts"]) for day in ("2026-06-14", "2026-06-15")]

    assert [told["Registered managers"] for told in facts] == ["Ada Moss", "Bea Lund"]
    assert client.get(address, {"as_at": "2026-02-28"}).context["facts"] == []
    shown = page(client, circles)
    assert "the person who is in charge of the care from day to day" in shown
    assert "Nominated individual:" not in shown  # nobody is named, so nothing is explained


def test_the_page_and_the_list_say_that_the_type_is_on_trial(circles, client):
    assert "Registered under a trial service type of Round 3." in page(client, circles)
    assert "Registered under a trial service type of Round 3." in client.get("/register/").content.decode()
    assert "trial service type" not in client.get("/register/", {"as_at": "2026-02-28"}).content.decode()


def test_the_history_names_only_what_changed(circles, client):
    changes = client.get(reverse("service-detail", args=[circles.pk])).context["changes"]

    assert [(str(row.particulars.from_day), [words for _label, words in row.facts]) for row in changes] == [
        ("2026-06-15", ["Bea Lund"]),
        ("2026-03-01", ["REG-1", "Ada Moss", "Riverside base, Saltby, SA1 2AB", "Round 3"]),
    ]


def test_the_whole_list_as_data_holds_what_the_page_tells(circles, client):
    hidden = make_service(make_organisation("Hidden Lane"), is_listed=False)

    answer = client.get(reverse("register-data"), {"as_at": "2026-04-01"})
    data = json.loads(b"".join(answer.streaming_content))

    assert (data["as_at"], [each["service"] for each in data["services"]]) == ("2026-04-01", ["Riverside Circles"])
    assert data["services"][0]["registration"]["managers"] == ["Ada Moss"]
    assert data["services"][0]["statuses"][0]["label"] == "Registered"
    mine = sign_in(Client(), make_provider(hidden.organisation)).get(reverse("register-data"))
    assert "Hidden Lane" in b"".join(mine.streaming_content).decode()


def test_an_empty_list_is_data_too(client):
    data = json.loads(b"".join(client.get(reverse("register-data"), {"words": "nothing"}).streaming_content))

    assert data["services"] == []


def test_the_sheet_has_the_facts_beside_each_status(circles, client):
    lines = b"".join(client.get(reverse("register-sheet")).streaming_content).decode()
    heads, row = csv.reader(io.StringIO(lines))

    told = dict(zip(heads, row, strict=True))
    assert (told["managers"], told["locations"], told["trial_round"]) == (
        "Bea Lund", "Riverside base, Saltby, SA1 2AB", "Round 3",
    )  # fmt: skip


def test_a_list_that_has_not_changed_is_not_sent_again(circles, client):
    settle()
    first = client.get(reverse("register-data"))
    again = client.get(reverse("register-data"), headers={"If-None-Match": first["ETag"]})
    make_status(circles, "suspended", "2026-08-01")
    settle()
    changed = client.get(reverse("register-data"), headers={"If-None-Match": first["ETag"]})

    assert [each.status_code for each in (first, again, changed)] == [200, 304, 200]
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=60"


def test_nothing_of_somebody_signed_in_is_kept_for_others(circles):
    answer = sign_in(Client(), make_provider(circles.organisation)).get(reverse("register-data"))

    assert (answer["Cache-Control"], answer["Vary"]) == ("private, no-cache", "Cookie")


def test_one_service_that_has_not_changed_is_not_sent_again(circles, client):
    address = reverse("service-data", args=[circles.pk])
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    make_status(circles, "suspended", "2026-08-01")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_every_change_of_the_register_is_a_new_edition(circles):
    settle()
    before = edition_now()
    circles.is_listed = False
    circles.save(update_fields=["is_listed"])
    settle()

    assert edition_now() == before + 1


@pytest.mark.parametrize(
    "change", ["UPDATE register_particulars SET managers = '[]'", "DELETE FROM register_particulars"]
)
def test_the_database_refuses_to_change_particulars(circles, change):
    with pytest.raises(IntegrityError, match="rows are only ever added"), transaction.atomic():
        connection.cursor().execute(change)


def test_pages_by_postcode_follow_one_another_nearest_first(client):
    for number in range(35):
        code = "BA2 1AA" if number % 2 else "BA1 1AA"
        make_service(make_organisation(f"Team {number:02}"), postcode=code)

    first = client.get("/register/", {"place": "BA2"})
    second = client.get("/register/" + first.context["next_url"])

    names = [row.service.name for answer in (first, second) for row in answer.context["rows"]]
    assert names == [f"Team {n:02}" for n in (*range(1, 35, 2), *range(0, 35, 2))]
    assert first.context["rows"][0].where.endswith("(In the district BA2)")
    assert "Sorted by postcode, not by miles" in first.content.decode()


def test_how_to_use_the_data_is_told_to_anybody(client):
    assert "registration:suspended" in client.get(reverse("register-about-data")).content.decode()


def settle() -> None:
    """What happens as a transaction ends, without ending the one of the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
