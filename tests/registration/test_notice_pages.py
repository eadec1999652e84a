"""The pages of notices: papers, words, reasons and conditions, and what is kept when something is missing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registration.actions.notices import propose
from registration.actions.recommending import recommend
from registration.models import Notice, RegistrationApplication, Representation
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from tests.factories.assessments import (
    GRANT,
    REFUSE,
    load_words,
    proposed,
    recommended,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def words(kept_database) -> None:
    load_words()


def test_papers_and_words_go_together_and_what_is_missing_keeps_the_words(words):
    scene, _proposal = proposed(REFUSE)
    client = sign_in(Client(), scene.owner)
    page = reverse("registration-answer-notice", args=[scene.application.pk])
    paper = SimpleUploadedFile("rota.txt", b"Two people at night.")
    client.post(reverse("registration-notice-paper", args=[scene.application.pk]), {"paper": paper})

    empty = client.post(page, {"text": "  "})
    sent = client.post(page, {"text": "We check before anybody starts."})

    said = Representation.objects.get(notice__application=scene.application)
    assert (empty.status_code, sent.status_code) == (422, 302)
    assert [each.shown_name for each in said.attachments.all()] == ["rota.txt"]
    assert (
        "We check before anybody starts."
        in client.get(reverse("registration-notice", args=[scene.application.pk])).content.decode()
    )


def test_a_paper_that_is_no_paper_is_refused_beside_its_field(words):
    scene, _proposal = proposed(REFUSE)
    client = sign_in(Client(), scene.owner)

    answer = client.post(
        reverse("registration-notice-paper", args=[scene.application.pk]),
        {"paper": SimpleUploadedFile("rota.pdf", b"MZ\x90\x00 a program")},
    )

    assert answer.status_code == 422


def test_a_condition_keeps_its_blanks_filled_and_its_words_on_the_page(words):
    scene = recommended(REFUSE)
    client = sign_in(Client(), scene.manager)
    told = {
        "outcome": "conditions",
        "reasons": ["grows_too_fast"],
        "text": "Led by one person.",
        "code_1": "most_people",
    }

    answer = client.post(reverse("registration-propose", args=[scene.application.pk]), told)

    said = answer.content.decode()
    assert (answer.status_code, Notice.objects.filter(application=scene.application).count()) == (422, 0)
    assert "Led by one person." in said
    assert "square brackets" in said


def test_reasons_that_do_not_fit_the_outcome_are_refused(words):
    scene = recommended(REFUSE)
    wrong = type(REFUSE)("refuse", ["meets_the_regulations"], "No.")

    with pytest.raises(Refused, match="does not belong to this outcome"):
        propose(scene.application, grounds=wrong, by=scene.manager, at=database_now())


def test_a_recommendation_of_conditions_has_at_least_one(words):
    scene = recommended(GRANT)
    RegistrationApplication.objects.get(pk=scene.application.pk)
    bare = type(GRANT)("conditions", ["grows_too_fast"], "Slowly.")

    with pytest.raises(Refused):
        recommend(scene.application, grounds=bare, by=scene.inspector, at=database_now())
