"""How much work the form was: said after sending, section by section, and read by staff as numbers and words."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from registration.actions.burden import rate_burden
from registration.models import BurdenRating, RegistrationApplication
from registration.queries.burden import burden_by_section
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import save_page
from tests.factories.people import make_staff
from tests.registration.form_scene import Scene, begun, load_words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(kept_database) -> Scene:
    """A sent application of one person alone; the rest of its answers matter to nobody here."""
    load_words()
    scene = begun("Lantern Circles")
    save_page(scene.response, answers={"service_kinds": ["home_care"]}, versions={}, by=scene.owner, at=scene.at)
    return scene


@pytest.fixture
def scene(kept) -> Scene:
    RegistrationApplication.objects.filter(pk=kept.application.pk).update(sent_at=kept.at, sent_by=kept.owner)
    kept.application.refresh_from_db()
    return kept


@pytest.fixture
def client(scene) -> Client:
    client = Client()
    client.force_login(scene.owner)
    return client


def say(scene: Scene, section: str = "money", **said) -> BurdenRating:
    facts = {"minutes": 20, "was_relevant": True, "by": scene.owner, "at": database_now()}
    return rate_burden(scene.application, section_key=section, **facts | said)


def test_a_section_is_rated_on_its_page_and_the_next_one_follows(scene, client):
    page = reverse("registration-burden-section", args=[scene.application.pk, "eligibility"])

    answer = client.post(page, {"minutes": "15", "was_relevant": "no", "comment": "Ask us about buddies."})

    assert answer.url == reverse("registration-burden-section", args=[scene.application.pk, "confidentiality"])
    rating = BurdenRating.objects.get()
    assert (rating.section_key, rating.minutes, rating.was_relevant, rating.comment, rating.rated_by) == (
        "eligibility",
        15,
        False,
        "Ask us about buddies.",
        scene.owner,
    )


@pytest.mark.parametrize("minutes", ["", "ten", "-1", "6001"])
def test_minutes_that_cannot_be_are_refused_in_words(scene, client, minutes):
    page = reverse("registration-burden-section", args=[scene.application.pk, "money"])

    answer = client.post(page, {"minutes": minutes, "was_relevant": "yes"})

    assert answer.status_code == 422
    assert BurdenRating.objects.count() == 0


def test_said_again_the_newer_counts(scene):
    say(scene, minutes=20)
    say(scene, minutes=45, comment="Longer than I thought")

    assert list(BurdenRating.objects.values_list("minutes", "comment")) == [(45, "Longer than I thought")]


def test_nothing_can_be_said_before_sending(kept, client):
    RegistrationApplication.objects.filter(pk=kept.application.pk).update(sent_at=None, sent_by=None)

    with pytest.raises(Refused, match="once your application is sent"):
        say(kept)
    assert client.get(reverse("registration-burden", args=[kept.application.pk])).status_code == 404


def test_a_section_that_was_not_asked_cannot_be_rated(scene, client):
    with pytest.raises(Refused, match="There is no such section"):
        say(scene, "shared-care")
    page = reverse("registration-burden-section", args=[scene.application.pk, "shared-care"])
    assert client.get(page).status_code == 404


def test_staff_read_the_middle_of_the_minutes_and_how_many_found_it_fitting(scene):
    say(scene, "money", minutes=30)
    say(scene, "people", minutes=10, was_relevant=False)

    found = burden_by_section(BurdenRating.objects.all())

    assert [(each.title, each.count, each.median_minutes, each.relevant_percent) for each in found] == [
        ("The people behind it", 1, 10, 0),
        ("Money and insurance", 1, 30, 100),
    ]


def test_staff_read_the_words_section_by_section_and_take_all_of_it_as_a_file(scene):
    say(scene, "money", comment="=1+1 too many boxes")
    say(scene, "people", comment="Fine")
    staff = Client()
    sign_in(staff, make_staff(Role.REGISTRATION_MANAGER))

    page = staff.get(reverse("registration-burden-report"), {"section": "money"}).content.decode()
    sheet = b"".join(staff.get(reverse("registration-burden-sheet")).streaming_content).decode("utf-8-sig")

    assert "too many boxes" in page
    assert "Fine" not in page
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [(row["section"], row["minutes"], row["relevant"], row["comment"]) for row in rows] == [
        ("Money and insurance", "20", "yes", "'=1+1 too many boxes"),
        ("The people behind it", "20", "yes", "Fine"),
    ]


def test_the_report_says_so_when_nobody_has_said_anything(scene):
    staff = Client()
    sign_in(staff, make_staff(Role.AUDITOR))

    page = staff.get(reverse("registration-burden-report")).content.decode()

    assert "Nobody has said anything yet." in page
