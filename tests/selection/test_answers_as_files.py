"""The answers of a round as files: only what the person may read, streamed, with the columns of the set."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import response_of
from tests.factories.people import make_staff
from tests.factories.rounds import round_at
from tests.factories.selection import make_draft, make_selection
from tests.house_rules.query_counts import queries_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(kept_database):
    """Three applications sent in, and the programme lead."""
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, sent = make_selection(3, lead=lead)
    return lead, selection, sent


@pytest.fixture
def lead_client(scene):
    client = Client()
    sign_in(client, scene[0])
    return client


def address(selection, part):
    return reverse("selection-answers-file", args=[selection.pk, part])


def rows(client, selection, part):
    answer = client.get(address(selection, part))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_every_sent_application_is_a_row(scene, lead_client):
    _lead, selection, sent = scene

    found = rows(lead_client, selection, "answers")

    assert [row["reference"] for row in found] == [each.case.reference for each in sent]
    assert {row["organisation"] for row in found} == {each.organisation.name for each in sent}
    assert {row["carers_now"] for row in found} == {
        answer.raw for answer in Answer.objects.filter(response__case=sent[0].pk, question_key="carers_now")
    }


def test_a_draft_and_a_withheld_application_are_in_no_file(scene, lead_client):
    """The leak could happen: both have answers."""
    lead, selection, sent = scene
    draft = make_draft(round_at("open"))
    owner = response_of(draft.case).opened_by
    save_page(response_of(draft.case), answers={"places": "Secretville"}, versions={}, by=owner, at=database_now())
    own = sent[0].organisation
    own.memberships.create(user=lead, place="owner")

    found = rows(lead_client, selection, "answers")

    assert [row["reference"] for row in found] == [each.case.reference for each in sent[1:]]
    assert "Secretville" not in str(found)


def test_the_codebook_has_a_line_for_each_column(scene, lead_client):
    _lead, selection, _sent = scene
    answers = rows(lead_client, selection, "answers")[0]

    told = [row["column"] for row in rows(lead_client, selection, "codebook") if row["file"] == "answers.csv"]

    assert told == [name for name in answers if name not in {"reference", "organisation", "sent"}]


def test_a_file_that_the_set_does_not_have_is_not_found(scene, lead_client):
    assert lead_client.get(address(scene[1], "nothing")).status_code == 404


def test_the_page_lists_the_files(scene, lead_client):
    page = lead_client.get(reverse("selection-answers", args=[scene[1].pk])).content.decode()

    assert "hold the 3 applications that you may read" in page
    assert address(scene[1], "answers") in page
    assert len(queries_of(lead_client, reverse("selection-answers", args=[scene[1].pk]))) <= 12


def test_nobody_of_the_panel_or_outside_gets_a_file(scene, provider_client):
    assert provider_client.get(address(scene[1], "answers")).status_code in {403, 404}
