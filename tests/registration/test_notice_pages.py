"""The pages of notices: papers, words, reasons and conditions, and what is kept when something is missing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registration.actions.notices import propose
from registration.actions.recommending import recommend, send_back_recommendation
from registration.grounds import Grounds
from registration.models import Notice, Representation
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.clock import database_now
from tests.factories.assessments import REFUSE, Assessing, load_words, proposed, recommended
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def refusing(kept_database) -> Assessing:
    """A refusal was proposed."""
    load_words()
    return proposed(REFUSE)[0]


@pytest.fixture(scope="module")
def waiting(refusing) -> Assessing:
    """A refusal was recommended and waits for somebody else."""
    return recommended(REFUSE)


@pytest.fixture
def scene(refusing) -> Assessing:
    refusing.again()
    return refusing


def test_the_page_of_an_application_shows_its_dates_to_its_organisation_alone(scene):
    due = Deadline.objects.get(case=scene.application.case_id, kind="registration_representations")
    status, file = (reverse(name, args=[scene.application.pk]) for name in ("registration-status", "registration-file"))

    own = sign_in(Client(), scene.owner).get(status).content.decode()
    staff = sign_in(Client(), scene.inspector).get(file).content.decode()

    _before, dates = own.split("Your dates")
    assert f"<strong>{due.about}</strong>: by {in_words(due.due_at)}." in dates
    assert "The law sets the day by which you can tell us that we are wrong." in dates
    assert "Your dates" not in staff


def test_papers_and_words_go_together_and_what_is_missing_keeps_the_words(scene):
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


def test_a_paper_that_is_no_paper_is_refused_beside_its_field(scene):
    client = sign_in(Client(), scene.owner)

    answer = client.post(
        reverse("registration-notice-paper", args=[scene.application.pk]),
        {"paper": SimpleUploadedFile("rota.pdf", b"MZ\x90\x00 a program")},
    )

    assert answer.status_code == 422
    assert 'id="id_paper-error"' in answer.content.decode()
    assert not Attachment.objects.filter(case=scene.application.case_id).exists()


def test_a_condition_keeps_its_blanks_filled_and_its_words_on_the_page(waiting):
    client = sign_in(Client(), waiting.manager)
    told = {
        "outcome": "conditions",
        "reasons": ["grows_too_fast"],
        "text": "Led by one person.",
        "code_1": "most_people",
    }

    answer = client.post(reverse("registration-propose", args=[waiting.application.pk]), told)

    said = answer.content.decode()
    assert (answer.status_code, Notice.objects.filter(application=waiting.application).count()) == (422, 0)
    assert "Led by one person." in said
    assert "square brackets" in said


def test_reasons_that_do_not_fit_the_outcome_are_refused(waiting):
    wrong = Grounds("refuse", ["meets_the_regulations"], "No.")

    with pytest.raises(Refused, match="does not belong to this outcome"):
        propose(waiting.again(), grounds=wrong, by=waiting.manager, at=database_now())


def test_a_recommendation_of_conditions_has_at_least_one(waiting):
    at = database_now()
    send_back_recommendation(waiting.again(), because="Say it with conditions.", by=waiting.manager, at=at)
    bare = Grounds("conditions", ["grows_too_fast"], "Slowly.")

    with pytest.raises(Refused, match="Write at least one condition"):
        recommend(waiting.again(), grounds=bare, by=waiting.inspector, at=at)
