"""Several people answer one form: two texts and one choice, who is here now, and what happened to the answers."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.refusals import Conflict
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import lock_response, save_answer, save_page
from sandbox_portal.questions.actions.conflicts import settle_conflict
from sandbox_portal.questions.differences import Part, difference, joined
from sandbox_portal.questions.models import AnswerRevision, Presence, SetAsideText
from sandbox_portal.questions.queries import answers_of
from tests.factories.people import make_organisation, make_provider
from tests.questions.test_pages import fill_in, hidden, words
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def amira(organisation):
    return make_provider(organisation, place=Place.CONTRIBUTOR, name="Amira Khan")


@pytest.fixture
def sandwiches(response):
    return reverse("response-question", args=[response.case_id, "food", "sandwiches"])


@pytest.fixture
def both(provider_client, response, sandwiches, amira, at):
    """The page with both texts: Amira has saved one, and the person looking has typed another."""
    page = hidden(provider_client.get(sandwiches))
    save_answer(response, key="sandwiches", raw="We bring ham.", version=0, by=amira, at=at)
    return provider_client.post(sandwiches, {**page, "sandwiches": "We bring cheese."})


def choose(client, address, both, **chosen):
    sent = {**hidden(both), "settle": "1", "disputed": "sandwiches__choose", "sandwiches": "We bring cheese."}
    return client.post(address, {**sent, **{f"sandwiches__{name}": value for name, value in chosen.items()}})


@pytest.mark.parametrize(
    ("chosen", "stored", "set_aside"),
    [
        ({"choose": "mine"}, "We bring cheese.", []),
        ({"choose": "theirs"}, "We bring ham.", ["We bring cheese."]),
        ({"choose": "joined", "joined": "Ham\r\nand cheese."}, "Ham\nand cheese.", ["We bring cheese."]),
    ],
    ids=["mine", "theirs", "joined"],
)  # fmt: skip
def test_whichever_text_is_chosen_neither_is_lost(
    provider_client, response, sandwiches, both, chosen, stored, set_aside
):
    answer = choose(provider_client, sandwiches, both, **chosen)

    assert answer.status_code == 302
    assert answers_of(response) == {"sandwiches": stored}
    assert list(SetAsideText.objects.values_list("raw", flat=True)) == set_aside
    kept = set(AnswerRevision.objects.values_list("raw", flat=True)) | set(set_aside)
    assert {"We bring ham.", "We bring cheese."} <= kept


def test_nothing_chosen_shows_both_texts_again_with_what_was_typed(provider_client, response, sandwiches, both):
    answer = choose(provider_client, sandwiches, both)

    assert answer.status_code == 422
    assert "Choose which text should stand for “Sandwiches”" in words(answer)
    assert 'name="sandwiches" value="We bring cheese."' in answer.content.decode()
    assert answers_of(response) == {"sandwiches": "We bring ham."}


@pytest.mark.parametrize("chosen", ["mine", "theirs"])
def test_a_third_text_in_between_is_never_taken_unseen(provider_client, response, sandwiches, both, amira, at, chosen):
    save_answer(response, key="sandwiches", raw="We bring egg.", version=1, by=amira, at=at)

    answer = choose(provider_client, sandwiches, both, choose=chosen)

    assert answer.status_code == 409
    assert "egg." in words(answer)
    assert answers_of(response) == {"sandwiches": "We bring egg."}


def test_a_third_text_is_a_conflict_for_the_action_too(response, provider_user, amira, at):
    save_answer(response, key="sandwiches", raw="Ham", version=0, by=amira, at=at)

    with pytest.raises(Conflict, match="Amira Khan"):
        settle_conflict(
            response,
            answers={"sandwiches": "Ham"},
            set_aside={"sandwiches": "Egg"},
            versions={"sandwiches": 0},
            by=provider_user,
            at=at,
        )

    assert not SetAsideText.objects.exists()


def test_a_text_that_was_set_aside_stays(response, provider_user, at):
    SetAsideText.objects.create(
        response=response, question_key="sandwiches", raw="Egg", set_aside_by=provider_user, set_aside_at=at
    )

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        SetAsideText.objects.all().delete()


def test_what_is_different_is_marked_word_by_word():
    assert difference("We bring ham.", "We bring two eggs.") == (
        Part("kept", "We bring "),
        Part("removed", "ham."),
        Part("added", "two eggs."),
    )
    assert difference("", "") == ()
    long = "word " * 4000
    assert difference(long, long) == (Part("kept", long),)


def test_two_texts_are_joined_by_the_sentence():
    assert joined("We are four. We bring ham.", "We are four. We bring eggs. Till then.") == (
        "We are four. We bring ham. We bring eggs. Till then."
    )
    assert joined("One\n\nTwo", "One\n\nThree") == "One\n\nTwo Three"


def test_an_open_page_is_told_who_else_has_it_open(provider_client, sign_in, response, sandwiches, amira):
    here = reverse("response-here", args=[response.case_id, "food", "sandwiches"])

    assert sign_in(Client(), amira).post(here).json() == {"here": ""}
    assert provider_client.post(here).json() == {"here": "Amira Khan is writing here."}
    assert provider_client.post(here).status_code == 200
    assert Presence.objects.count() == 2
    assert "Amira Khan is writing here." in words(provider_client.get(sandwiches))
    tasks = provider_client.get(reverse("response-task-list", args=[response.case_id]))
    assert "Amira Khan is here now." in words(tasks)


def test_who_was_here_a_minute_ago_is_not_here_now(provider_client, response, sandwiches, amira, at):
    Presence.objects.create(
        response=response, user=amira, section_key="food", page_key="sandwiches", seen_at=at - timedelta(seconds=61)
    )

    assert "Amira Khan" not in words(provider_client.get(sandwiches))


def test_the_history_says_who_wrote_what_and_what_gave_way(provider_client, response, sandwiches, both):
    choose(provider_client, sandwiches, both, choose="theirs")
    writer, now = response.opened_by, database_now()
    save_answer(response, key="sandwiches", raw="We bring ham and egg.", version=1, by=writer, at=now)

    shown = words(provider_client.get(reverse("response-history", args=[response.case_id])))

    assert "This text gave way to another one. It is kept here and nowhere else. We bring cheese." in shown
    assert "We bring taken out: ham. added: ham and egg." in shown
    assert "First answer added: We bring ham." in shown


def both_at():
    from sandbox_portal.people.clock import database_now

    return database_now()


def test_the_history_of_one_question_and_of_a_long_form_is_paged(provider_client, response, provider_user, at):
    for version in range(30):
        save_answer(response, key="sandwiches", raw=f"Kind {version}", version=version, by=provider_user, at=at)
    save_answer(response, key="diet", raw="anything", version=0, by=provider_user, at=at)
    address = reverse("response-history", args=[response.case_id])

    first, second = (words(provider_client.get(f"{address}?question=sandwiches&page={page}")) for page in (1, 2))

    assert "First answer" not in first
    assert "First answer added: Kind 0" in second
    assert "Anything" not in first.replace("All questions", "")


def test_strangers_find_no_history(lead_client, sign_in, response, provider_user, at):
    save_page(response, answers=WHOLE, versions={}, by=provider_user, at=at)
    lock_response(response, by=provider_user, at=at)
    address = reverse("response-history", args=[response.case_id])

    assert lead_client.get(address).status_code == 404
    assert sign_in(Client(), make_provider(make_organisation("Somewhere else"))).get(address).status_code == 404


def test_an_autosave_asks_the_database_ten_times(provider_client, response, sandwiches, django_assert_max_num_queries):
    fill_in(provider_client, sandwiches, sandwiches="Cheese")
    page = hidden(provider_client.get(sandwiches))

    with django_assert_max_num_queries(12):  # two of them open and close the transaction
        provider_client.post(sandwiches, {**page, "sandwiches": "Ham"}, headers={"X-Fragment": "1"})

    assert response.answers.get(question_key="sandwiches").raw == "Ham"
