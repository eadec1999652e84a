"""The pages of an assessment: what an inspector reads and types there, and who never sees them."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import ManagerInterview
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from tests.factories.assessments import (
    Assessing,
    assessing,
    load_words,
    managers_in,
    visit_of,
    write_everything,
)
from tests.factories.people import make_staff
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(kept_database) -> Assessing:
    load_words()
    return assessing()


@pytest.fixture(autouse=True)
def afresh(db, scene):
    """Each test reads the application anew; what another test did to it was undone."""
    scene.again()


def test_what_the_inspector_typed_stays_on_the_page_when_something_is_missing(scene):
    client = sign_in(Client(), scene.inspector)
    page = reverse("registration-key-question", args=[scene.application.pk, "safe"])

    answer = client.post(page, {"evidence": "The file of one carer.", "reasons": "", "view": "met"})

    assert answer.status_code == 422
    assert "The file of one carer." in answer.content.decode()
    assert "Give your reasons" in answer.content.decode()


def test_the_inspector_reads_the_answers_and_the_prompts_beside_the_key_question(scene):
    page = sign_in(Client(), scene.inspector).get(
        reverse("registration-key-question", args=[scene.application.pk, "safe"])
    )

    said = page.content.decode()
    assert "We check everybody." in said
    assert "Who can stop a carer tonight?" in said


def test_the_page_of_an_assessment_asks_no_more_for_thirty_of_everything(scene):
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def add(count: int) -> None:
        for _ in range(count):
            visit_of(scene, at=at)
            held = ManagerInterview.objects.create(
                application=scene.application,
                held_on=at.date(),
                mode="video",
                questions="Who?",
                notes="She.",
                written_at=at,
                written_by=scene.inspector,
            )
            held.managers.set(managers_in(scene))

    client = sign_in(Client(), scene.inspector)
    assert_same_queries(client, reverse("registration-assessment", args=[scene.application.pk]), add=add, at_most=17)


def test_people_of_the_organisation_never_see_the_assessment_not_even_as_staff(scene):
    write_everything(scene, at=database_now())
    page = reverse("registration-assessment", args=[scene.application.pk])
    stranger, own = make_staff(Role.REGISTRATION_MANAGER), make_staff(Role.REGISTRATION_MANAGER)
    Membership.objects.create(user=own, organisation=scene.application.organisation, place=Place.READER)

    codes = [sign_in(Client(), each).get(page).status_code for each in (stranger, own, scene.owner)]

    assert codes == [200, 404, 403]
