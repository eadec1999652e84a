"""An organisation applies, from the first question to the receipt, with nothing but pages and forms."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from programme.actions import open_window
from sandbox_portal.documents.content import load_letters
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.loading import load_question_sets
from selection.models import Application
from tests.factories.people import make_organisation, make_provider, make_user
from tests.factories.rounds import make_round
from tests.factories.selection import answer_everything, make_application, make_draft
from tests.signing_in import sign_in

from .results_scene import do_all_work

pytestmark = pytest.mark.django_db
ORGANISATION = {"name": "Lantern Care", "legal_form": "charity", "town": "Hexham", "summary": "We help small teams."}
FIT = "works_in_care=yes&umbrella=yes&dates=yes&work=yes"


@pytest.fixture
def open_round(db):
    load_question_sets(settings.CONTENT_ROOT, database_now())
    load_letters(settings.CONTENT_ROOT, database_now())
    return open_window(make_round(), by=None, at=database_now())


def eligibility(round_, query=""):
    return f"{reverse('application-eligibility', args=[round_.slug])}?{query}"


def test_the_whole_way_from_the_first_question_to_the_receipt(client, open_round):
    owner = given_somebody_without_an_organisation()
    then_four_questions_are_asked_one_after_the_other(client, open_round)
    sign_in(client, owner)
    application = when_they_start_they_set_up_their_organisation_first(client, open_round, owner)
    then_criteria_and_dates_stand_above_the_first_question(client, application)
    answer_everything(application)
    when_they_send_it_they_read_their_reference(client, application)
    do_all_work()
    then_receipt_and_copy_can_be_read(client, application)


def given_somebody_without_an_organisation():
    return make_user("Dana Bell")


def then_four_questions_are_asked_one_after_the_other(client, round_):
    given = {}
    for name in ("works_in_care", "umbrella", "dates", "work"):
        page = client.get(eligibility(round_), given)
        assert f'name="{name}"' in page.content.decode()
        given |= {name: "yes", "asked": name}
    assert "You can apply" in client.get(eligibility(round_), given).content.decode()


def when_they_start_they_set_up_their_organisation_first(client, round_, owner):
    start = reverse("application-start", args=[round_.slug])
    there = client.get(start)
    assert there["Location"] == f"{reverse('organisation-create')}?next={start.replace('/', '%2F')}"
    made = client.post(there["Location"], ORGANISATION)
    assert made["Location"] == start
    assert client.get(start).status_code == 200
    begun = client.post(start)
    application = Application.objects.get(round=round_, organisation__memberships__user=owner)
    assert begun["Location"] == reverse("response-task-list", args=[application.pk])
    return application


def then_criteria_and_dates_stand_above_the_first_question(client, application):
    page = client.get(reverse("response-task-list", args=[application.pk])).content.decode()
    assert ["Fully meets the criterion" in page, "First workshop" in page] == [True, True]


def when_they_send_it_they_read_their_reference(client, application):
    address = reverse("application-send", args=[application.pk])
    key = re.search(r'name="key" value="([^"]+)"', client.get(address).content.decode())[1]
    sent = client.post(address, {"key": key}, follow=True)
    again = client.post(address, {"key": key}, follow=True)
    application.refresh_from_db()
    assert ["0 of 2 documents made" in page.content.decode() for page in (sent, again)] == [True, True]
    assert application.case.reference in again.content.decode()


def then_receipt_and_copy_can_be_read(client, application):
    page = client.get(reverse("application-sent", args=[application.pk])).content.decode()
    assert ["Download your receipt" in page, "Download a copy of everything you sent" in page] == [True, True]
    for found in re.findall(r'href="(/documents/[^"]+/download/)"', page):
        response = client.get(found)
        assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_a_question_without_an_answer_is_asked_again(client, open_round):
    page = client.get(eligibility(open_round, "works_in_care=yes&asked=umbrella"))

    assert page.status_code == 422
    assert "Choose one of the answers" in page.content.decode()


def test_answers_nobody_could_give_are_not_answers(client, open_round):
    page = client.get(eligibility(open_round, "works_in_care=%3Cscript%3E&umbrella=yes"))

    assert "Do you work in social care" in page.content.decode()
    assert "%3Cscript" not in page.content.decode()


def test_a_no_is_said_with_its_reason_and_forbids_nothing(client, open_round):
    page = client.get(eligibility(open_round, FIT.replace("dates=yes", "dates=no"))).content.decode()

    said = ["This round may not be for you", "must have somebody there on each day", "You may still apply", "Sign in"]
    assert [words in page for words in said] == [True] * 4


def test_asking_whether_one_can_apply_sets_no_cookie(client, open_round):
    response = client.get(eligibility(open_round, FIT))

    assert not response.cookies


def test_somebody_with_two_organisations_says_for_which(open_round):
    user = make_provider(make_organisation("Lantern Care North"))
    second = make_organisation("Lantern Care South", owner=user)
    client = sign_in(Client(), user)
    start = reverse("application-start", args=[open_round.slug])

    nothing, chosen = client.post(start), client.post(start, {"organisation": str(second.pk)})

    assert (nothing.status_code, chosen.status_code) == (422, 302)
    assert Application.objects.get().organisation == second


def test_a_reader_is_told_who_can_start(open_round):
    reader = make_provider(make_organisation(), place=Place.READER)
    client = sign_in(Client(), reader)
    start = reverse("application-start", args=[open_round.slug])

    page = client.get(start)

    assert "Ask an owner of your organisation" in page.content.decode()
    assert client.post(start).status_code == 422
    assert not Application.objects.exists()


def test_one_second_late_says_so_and_gives_the_answers_back(open_round):
    draft = make_draft(open_round)
    answer_everything(draft)
    client = sign_in(Client(), people_of(draft.organisation)[0])
    key = "9d4f64f5-6bd5-4a2e-9d5e-0d5f5ff5a0a1"

    with travelled_to(open_round.closes_at + timedelta(seconds=1)):
        page = client.post(reverse("application-send", args=[draft.pk]), {"key": key})
    answers = client.get(reverse("application-answers", args=[draft.pk]))

    said = ["Your application has not been sent", "By our clock you asked us to send at", "Nothing you wrote is lost"]
    assert page.status_code == 409
    assert [words in page.content.decode() for words in said] == [True] * 3
    assert "We want to show how small teams can be safe and free." in answers.content.decode()


def test_a_damaged_key_sends_nothing(open_round):
    draft = make_draft(open_round)
    answer_everything(draft)
    client = sign_in(Client(), people_of(draft.organisation)[0])

    page = client.post(reverse("application-send", args=[draft.pk]), {"key": "abc"})

    assert page.status_code == 422
    assert Application.objects.get().submitted_at is None


def test_withdrawing_says_what_it_means_and_is_confirmed(open_round):
    sent = make_application(open_round)
    client = sign_in(Client(), people_of(sent.organisation)[0])
    address = reverse("application-withdraw", args=[sent.pk])

    page, empty = client.get(address).content.decode(), client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "We have moved."}, follow=True).content.decode()

    assert ["You cannot undo this" in page, empty.status_code] == [True, 422]
    assert ["Your application is withdrawn." in done, "We have moved." in done] == [True, True]


def test_nobody_of_another_organisation_finds_an_application(open_round):
    sent = make_application(open_round)
    client = sign_in(Client(), make_provider())
    names = ["status", "send", "sent", "withdraw", "answers", "scores", "scores-file"]

    codes = {client.get(reverse(f"application-{name}", args=[sent.pk])).status_code for name in names}

    assert codes == {404}
