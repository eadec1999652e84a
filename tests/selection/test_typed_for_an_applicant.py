"""What was typed for an applicant is shown to it by a link, and what it says is read in its application (R35)."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from programme.actions import open_window
from sandbox_portal.casework.actions.assistance import begin_typing
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of, versions_of
from selection.actions.applications import submit_application
from tests.factories.people import make_staff
from tests.factories.rounds import make_round
from tests.factories.selection import answer_everything, make_draft
from tests.questions.typed_walk import link_in_letter, walk
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_round(db):
    return open_window(make_round(), by=None, at=database_now())


def test_an_applicant_calls_an_answer_wrong_and_whoever_reads_the_application_sees_it(open_round):
    draft, lead = make_draft(open_round), make_staff(Role.PROGRAMME_LEAD)
    owner, desk, at = people_of(draft.organisation)[0], sign_in(Client(), lead), database_now()
    answer_everything(draft)
    agreed = {"agreed_by": owner, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
    assistance = begin_typing(draft.case, **agreed, by=lead, at=at)
    type_places(draft, voice_of(lead, assistance))
    desk.post(reverse("typing-finish", args=[assistance.pk]))
    desk.post(reverse("typing-ask", args=[assistance.pk]), {"name": owner.name, "email": owner.email})
    walk(link_in_letter(), places="Not Hexham: Haltwhistle.")
    submit_application(draft, key=uuid4(), by=owner, at=database_now())

    checked = sign_in(Client(), owner).get(reverse("response-check-answers", args=[draft.pk])).content.decode()
    file = sign_in(Client(), make_staff(Role.COMMITTEE_MEMBER)).get(reverse("application-file", args=[draft.pk]))
    assert "Not Hexham: Haltwhistle." in checked
    assert "Not Hexham: Haltwhistle." in file.content.decode()


def type_places(draft, voice):
    response = response_of(draft.case)
    versions = {"places": versions_of(response, ("places",))["places"].version}
    save_page(response, answers={"places": "Hexham."}, versions=versions, by=voice, at=database_now())
