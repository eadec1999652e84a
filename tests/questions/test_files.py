"""Files put to a question: counted, listed with the answers, and never open while they may hold a virus."""

import io
import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.http import urlencode
from PIL import Image

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import attach_evidence, record_scan, replace_evidence
from sandbox_portal.documents.models import Attachment
from sandbox_portal.questions.actions.returns import flag_answer, return_to_applicant, send_back
from sandbox_portal.questions.files import files_of
from sandbox_portal.questions.queries import problems, read_response
from sandbox_portal.questions.showing import criterion_answers
from tests.documents.samples import upload
from tests.questions.test_pages import fill_in, words
from tests.questions.test_returns import send_picnic

pytestmark = pytest.mark.django_db


def picture(width: int) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (width, 30), "green").save(output, "PNG")
    return output.getvalue()


@pytest.fixture
def page(response):
    return reverse("response-question", args=[response.case_id, "outings", "map"])


@pytest.fixture
def add(response, provider_user, at):
    """`add("way.png")` puts a small picture to the question."""

    def added(name: str, width: int = 40):
        file = upload(picture(width), name)
        return attach_evidence(response.case, upload=file, question_key="map", by=provider_user, at=at)

    return added


def test_the_page_leads_to_the_files_and_back(provider_client, response, page):
    answer = provider_client.get(page)

    there = reverse("case-evidence", args=[response.case_id]) + "?" + urlencode({"question": "map", "return": page})
    assert "You have not added any files here yet." in words(answer)
    assert there.replace("&", "&amp;") in answer.content.decode()
    assert f'href="{page}" class="govuk-back-link"' in provider_client.get(there).content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_files_lead_back_to_no_other_site(provider_client, response, address):
    there = reverse("case-evidence", args=[response.case_id]) + "?" + urlencode({"return": address})

    back = re.search(r'<a href="([^"]*)" class="govuk-back-link"', provider_client.get(there).content.decode())[1]

    assert back == f"/picnics/{response.case_id}/"


def test_a_file_is_listed_with_the_answers_and_can_be_opened(provider_client, response, page, add):
    file = add("way.png")

    check = provider_client.get(reverse("response-check-answers", args=[response.case_id])).content.decode()
    assert f'<a class="govuk-link" href="{reverse("evidence-download", args=[file.pk])}">way.png</a>' in check
    assert "way.png" in words(provider_client.get(page))
    assert [shown.name for each in criterion_answers(read_response(response), "2a") for shown in each.files] == [
        "way.png"
    ]


def test_an_older_version_of_a_file_is_not_counted_beside_the_newer(response, add, provider_user, at):
    newer = upload(picture(50), "way.png")
    replace_evidence(add("way.png"), upload=newer, by=provider_user, at=at)

    assert files_of([response.case_id]) == {response.case_id: {"map": 1}}


def test_a_file_with_a_virus_is_named_and_not_linked(provider_client, response, page, add, at):
    file = add("way.png")
    record_scan(file.evidence_file, is_clean=False, by=None, at=at)

    html = provider_client.get(page).content.decode()
    assert "A virus was found in this file" in html
    assert reverse("evidence-download", args=[file.pk]) not in html


def test_more_files_than_the_question_takes_are_told(response, add):
    for width in (40, 41, 42):
        add(f"way{width}.png", width)

    assert [(gap.question.key, gap.wrong.value) for gap in problems(response) if gap.question.key == "map"] == [
        ("map", "too_many_files")
    ]


def test_a_page_without_controls_goes_on(provider_client, response, page):
    answer = fill_in(provider_client, page)

    assert (answer.status_code, answer.url) == (302, reverse("response-task-list", args=[response.case_id]))


def test_a_file_that_was_asked_for_again_comes_in_and_no_other(response, programme_lead, provider_user, add, at):
    sent = send_picnic(response, provider_user, at)
    flag_answer(sent, key="map", reason="missing_evidence", words="We cannot open it.", by=programme_lead, at=at)
    return_to_applicant(sent, days=5, by=programme_lead, at=at)
    response.case.refresh_from_db()

    added = add("new-way.png")

    with pytest.raises(Refused, match="We did not ask for files here"):
        attach_evidence(response.case, upload=upload(picture(50), "x.png"), question_key="", by=provider_user, at=at)
    with pytest.raises(DatabaseError, match="no file was asked for"), transaction.atomic():
        Attachment.objects.filter(pk=added.pk).update(question_key="tidy", removed_at=at, removed_by=provider_user)
    assert send_back(sent, by=provider_user, at=at).items.get().files_before == []
