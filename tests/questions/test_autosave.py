"""A page saves itself while somebody types; two people at once both keep their text."""

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.moments import time_in_words
from sandbox_portal.people.choices import Place
from sandbox_portal.questions.actions import lock_response, save_answer, save_page
from sandbox_portal.questions.models import Answer, AnswerRevision
from sandbox_portal.questions.queries import answers_of
from sandbox_portal.questions.version_tokens import versions_in
from tests.factories.people import make_provider
from tests.questions.test_pages import fill_in, hidden, words
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandwiches(response):
    return reverse("response-question", args=[response.case_id, "food", "sandwiches"])


@pytest.fixture
def numbers(response):
    return reverse("response-question", args=[response.case_id, "people", "numbers"])


@pytest.fixture
def colleague(organisation):
    return make_provider(organisation, place=Place.CONTRIBUTOR, name="Amira Khan")


@pytest.fixture
def colleague_client(sign_in, colleague):
    return sign_in(Client(), colleague)


def type_in(client, address: str, sent: dict):
    return client.post(address, sent, headers={"X-Fragment": "1"})


def test_typing_is_saved_and_the_page_learns_its_version_and_the_time(provider_client, sandwiches, response):
    answer = type_in(provider_client, sandwiches, {**hidden(provider_client.get(sandwiches)), "sandwiches": "Che"})

    assert answer.status_code == 200
    told = answer.json()
    assert told["version"] == "sandwiches:1"
    assert told["saved_at_text"] == time_in_words(Answer.objects.get().answered_at)
    assert answers_of(response) == {"sandwiches": "Che"}


def test_an_invalid_draft_is_kept_and_not_taken_for_an_answer(provider_client, numbers, response):
    answer = type_in(provider_client, numbers, {**hidden(provider_client.get(numbers)), "adults": "a f"})

    assert (answer.status_code, answer.json()["version"]) == (200, "adults:1 children:0")
    assert answers_of(response) == {"adults": "a f"}
    tasks = provider_client.get(reverse("response-task-list", args=[response.case_id]))
    assert "People There is a problem" in words(tasks)


def test_the_button_after_typing_goes_on_even_when_its_page_has_not_heard_back(provider_client, sandwiches, response):
    page = hidden(provider_client.get(sandwiches))
    type_in(provider_client, sandwiches, {**page, "sandwiches": "Che"})

    answer = provider_client.post(sandwiches, {**page, "sandwiches": "Cheese"})

    assert answer.status_code == 302
    assert answers_of(response) == {"sandwiches": "Cheese"}


def test_typing_that_arrives_after_the_button_changes_nothing(provider_client, sandwiches, response):
    page = hidden(provider_client.get(sandwiches))
    type_in(provider_client, sandwiches, {**page, "sandwiches": "Che"})
    provider_client.post(sandwiches, {**page, "sandwiches": "Cheese"})

    late = type_in(provider_client, sandwiches, {**page, "sandwiches": "Chees"})

    assert late.status_code == 409
    assert answers_of(response) == {"sandwiches": "Cheese"}


def test_somebody_elses_change_is_told_to_the_page_and_not_overwritten(
    provider_client, colleague_client, sandwiches, response
):
    page = hidden(provider_client.get(sandwiches))
    fill_in(colleague_client, sandwiches, sandwiches="Ham")

    answer = type_in(provider_client, sandwiches, {**page, "sandwiches": "Cheese"})

    told = answer.json()
    assert answer.status_code == 409
    assert (told["changed_by"], told["version"]) == ("Amira Khan", "sandwiches:1")
    assert told["changed_at_text"] == time_in_words(Answer.objects.get().answered_at)
    assert answers_of(response) == {"sandwiches": "Ham"}


def test_typing_into_closed_answers_is_refused_in_words(provider_client, sandwiches, response, provider_user, at):
    page = hidden(provider_client.get(sandwiches))
    save_page(response, answers=WHOLE, versions={}, by=provider_user, at=at)
    lock_response(response, by=provider_user, at=at)

    answer = type_in(provider_client, sandwiches, {**page, "sandwiches": "Ham"})

    assert (answer.status_code, answer.json()) == (403, {"message": "These answers have been sent and are closed."})


def test_the_button_over_somebody_elses_change_shows_both_texts(
    provider_client, colleague_client, sandwiches, response
):
    page = hidden(provider_client.get(sandwiches))
    fill_in(colleague_client, sandwiches, sandwiches="Ham and mustard")

    answer = provider_client.post(sandwiches, {**page, "sandwiches": "Cheese and pickle"})

    shown = words(answer)
    assert answer.status_code == 409
    assert "Two people changed this answer" in shown
    assert "What you typed only here: Cheese and only here: pickle What Amira Khan saved at" in shown
    assert "only here: Ham and only here: mustard Which text should stand? Keep what I typed" in shown
    assert "data-autosave" not in answer.content.decode()
    assert answers_of(response) == {"sandwiches": "Ham and mustard"}


def test_after_seeing_both_texts_ones_own_may_be_saved_and_the_other_stays_in_the_history(
    provider_client, colleague_client, sandwiches, response
):
    page = hidden(provider_client.get(sandwiches))
    fill_in(colleague_client, sandwiches, sandwiches="Ham")
    both = provider_client.post(sandwiches, {**page, "sandwiches": "Cheese"})

    chosen = {"settle": "1", "disputed": "sandwiches__choose", "sandwiches__choose": "mine"}
    answer = provider_client.post(sandwiches, {**hidden(both), "sandwiches": "Cheese, and ham", **chosen})

    assert answer.status_code == 302
    assert answers_of(response) == {"sandwiches": "Cheese, and ham"}
    assert list(AnswerRevision.objects.values_list("raw", flat=True)) == ["Ham", "Cheese, and ham"]


def test_both_texts_are_shown_again_when_a_third_change_comes_between(
    provider_client, colleague_client, sandwiches, response, colleague, at
):
    page = hidden(provider_client.get(sandwiches))
    fill_in(colleague_client, sandwiches, sandwiches="Ham")
    both = provider_client.post(sandwiches, {**page, "sandwiches": "Cheese"})
    save_answer(response, key="sandwiches", raw="Egg", version=1, by=colleague, at=at)

    answer = provider_client.post(sandwiches, {**hidden(both), "sandwiches": "Cheese"})

    assert answer.status_code == 409
    assert "Egg" in words(answer)


@pytest.mark.parametrize("version", ["", "sandwiches:99999999999", "sandwiches:-1", "rubbish", "sandwiches:", "diet:1"])
def test_a_version_nobody_gave_out_counts_as_never_seen(provider_client, sandwiches, response, version):
    fill_in(provider_client, sandwiches, sandwiches="Cheese")

    answer = provider_client.post(sandwiches, {"version": version, "page": "rubbish", "sandwiches": "Ham"})

    assert answer.status_code == 409
    assert answers_of(response) == {"sandwiches": "Cheese"}


def test_versions_are_read_from_their_token():
    assert versions_in("adults:3 children:0 Rubbish x:y:1 ٣:1") == {"adults": 3, "children": 0}


def test_one_person_cannot_borrow_the_open_page_of_another(provider_client, colleague_client, sandwiches, response):
    page = hidden(provider_client.get(sandwiches))
    type_in(provider_client, sandwiches, {**page, "sandwiches": "Cheese"})

    answer = type_in(colleague_client, sandwiches, {**page, "sandwiches": "Ham"})

    assert answer.status_code == 409
    assert Answer.objects.get().raw == "Cheese"
