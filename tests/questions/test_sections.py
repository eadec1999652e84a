"""One section of a form with a colleague: who has it, since when, what they may do, and how it comes back (R8)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.actions import accept_as_new_person
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import Invitation, Membership
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import lock_response, save_answer, save_page
from sandbox_portal.questions.actions.sections import (
    give_section,
    hand_back_section,
    remind_of_section,
    take_back_section,
)
from sandbox_portal.questions.choices import Rest
from sandbox_portal.questions.models import SectionHandover
from sandbox_portal.questions.queries import answers_of
from tests.factories.people import make_organisation, make_provider
from tests.house_rules.query_counts import assert_same_queries
from tests.questions.kinds import begin_answers
from tests.questions.test_pages import words
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def amira(organisation):
    """Somebody who may only read, until she is given something."""
    return make_provider(organisation, place=Place.READER, name="Amira Khan")


@pytest.fixture
def given(response, provider_user, amira, at):
    return give_section(response, section_key="food", holder=amira, note="You know the diets.", by=provider_user, at=at)


@pytest.fixture
def amira_client(sign_in, amira):
    return sign_in(Client(), amira)


def page(response, name, *parts):
    return reverse(f"response-{name}", args=[response.case_id, *parts])


def mails():
    return sorted(OutboxEntry.objects.filter(kind="mail").values_list("name", "payload__to"))


def test_a_reader_writes_in_the_section_she_was_given_and_nowhere_else(response, amira, given, at):
    save_answer(response, key="sandwiches", raw="Cheese", version=0, by=amira, at=at)

    with pytest.raises(Refused, match="You were given another section"):
        save_answer(response, key="adults", raw="4", version=0, by=amira, at=at)
    assert answers_of(response) == {"sandwiches": "Cheese"}


@pytest.mark.parametrize(
    ("place", "rest", "may_write"),
    [
        (Place.CONTRIBUTOR, Rest.WRITE, True),
        (Place.CONTRIBUTOR, Rest.READ, False),
        (Place.READER, Rest.WRITE, False),
        (Place.OWNER, Rest.READ, True),
    ],
)
def test_what_they_may_do_with_the_rest_is_said_by_the_giver_and_by_their_place(
    response, organisation, provider_user, at, place, rest, may_write
):
    colleague = make_provider(organisation, place=place)
    give_section(response, section_key="food", holder=colleague, rest=rest, by=provider_user, at=at)

    def write():
        return save_answer(response, key="adults", raw="4", version=0, by=colleague, at=at)

    if may_write:
        assert write().raw == "4"
    else:
        with pytest.raises(Refused):
            write()


def test_nobody_lends_more_than_they_have(response, provider_user, amira, given, at):
    Membership.objects.filter(user=provider_user).update(ended_at=at)
    del provider_user.__dict__["_places"]

    with pytest.raises(Refused, match="You may read this plan"):
        save_answer(response, key="sandwiches", raw="Cheese", version=0, by=amira, at=at)


def test_a_section_goes_to_a_colleague_only(response, provider_user, at):
    stranger = make_provider(make_organisation("Somewhere else"))

    with pytest.raises(Refused, match="only to a colleague"):
        give_section(response, section_key="food", holder=stranger, by=provider_user, at=at)


def test_a_section_has_one_holder(response, provider_user, organisation, given, at):
    other = make_provider(organisation)

    with pytest.raises(Refused, match="Amira Khan has this section"):
        give_section(response, section_key="food", holder=other, by=provider_user, at=at)
    with pytest.raises(IntegrityError, match="one_holder_per_section"), transaction.atomic():
        SectionHandover.objects.create(
            response=response, section_key="food", holder=other, given_at=at, given_by=provider_user
        )


def test_somebody_who_was_given_a_section_gives_none_away(response, amira, organisation, given, at):
    with pytest.raises(Refused, match="You were given a section yourself"):
        give_section(response, section_key="outings", holder=make_provider(organisation), by=amira, at=at)


def test_a_reminder_goes_once_a_day(response, provider_user, given, at):
    remind_of_section(response, section_key="food", by=provider_user, at=at)
    with pytest.raises(Refused, match="Amira Khan has had a reminder today"):
        remind_of_section(response, section_key="food", by=provider_user, at=at)
    remind_of_section(response, section_key="food", by=provider_user, at=at + timedelta(days=1))

    assert [name for name, _to in mails()] == [
        "questions/section_given",
        "questions/section_reminder",
        "questions/section_reminder",
    ]


def test_taken_back_it_is_closed_to_the_colleague_and_what_she_wrote_stays(response, provider_user, amira, given, at):
    save_answer(response, key="sandwiches", raw="Cheese", version=0, by=amira, at=at)

    take_back_section(response, section_key="food", by=provider_user, at=at)

    with pytest.raises(Refused, match="You may read this plan"):
        save_answer(response, key="sandwiches", raw="Ham", version=1, by=amira, at=at)
    assert response.answers.get().answered_by == amira
    assert [event.verb for event in response.case.events.order_by("sequence")][-2:] == [
        "section given",
        "section taken back",
    ]


def test_handed_back_the_giver_is_told(response, provider_user, amira, given, at):
    hand_back_section(response, section_key="food", by=amira, at=at)

    assert ("questions/section_handed_back", provider_user.email) in mails()
    with pytest.raises(Refused, match="You do not have this section"):
        hand_back_section(response, section_key="food", by=amira, at=at)


def test_sending_the_form_ends_what_was_given(response, provider_user, given, at):
    save_page(response, answers=WHOLE, versions={}, by=provider_user, at=at)
    lock_response(response, by=provider_user, at=at)

    given.refresh_from_db()
    assert (given.ending, given.ended_by) == ("sent", provider_user)


def test_the_task_list_says_who_has_what_and_since_when(provider_client, response, given):
    shown = words(provider_client.get(page(response, "task-list")))

    assert "Food With Amira Khan since" in shown
    assert "Remind or take back Food" in shown
    assert "Give to a colleague Outings" in shown


def test_the_sections_are_folded_away_until_somebody_has_one(provider_client, response, provider_user, amira, at):
    before = provider_client.get(page(response, "task-list")).content.decode()
    give_section(response, section_key="food", holder=amira, by=provider_user, at=at)
    after = provider_client.get(page(response, "task-list")).content.decode()

    assert ['<details class="govuk-details" open>' in each for each in (before, after)] == [False, True]


def test_the_colleague_sees_her_section_open_and_the_others_shut(amira_client, response, given):
    answer = amira_client.get(page(response, "task-list"))

    shown = words(answer)
    assert "gave you “Food” on" in shown
    assert "They write: You know the diets." in shown
    assert page(response, "question", "food", "diet") in answer.content.decode()
    assert page(response, "question", "people", "host_name") not in answer.content.decode()
    assert "Give to a colleague" not in shown


def test_who_sees_only_her_section_finds_nothing_else(amira_client, response, provider_user, amira, at):
    save_page(response, answers={"host_name": "Secret Sam", "diet": "anything"}, versions={}, by=provider_user, at=at)
    give_section(response, section_key="food", holder=amira, rest=Rest.NOTHING, by=provider_user, at=at)

    pages = [page(response, name) for name in ("task-list", "check-answers", "history")]
    shown = [words(amira_client.get(address)) for address in pages]

    assert not [text for text in shown if "Secret Sam" in text or "Outings" in text]
    assert "Anything" in shown[1]
    assert amira_client.get(page(response, "question", "people", "host_name")).status_code == 404
    assert amira_client.get(page(response, "section", "people")).status_code == 404


def test_a_section_is_given_reminded_of_and_taken_back_by_its_page(provider_client, response, amira):
    address = page(response, "section", "food")

    nobody = provider_client.post(address, {"rest": "read"})
    given = provider_client.post(address, {"holder": str(amira.pk), "rest": "read", "note": "Please"}, follow=True)
    reminded = provider_client.post(page(response, "section-remind", "food"), follow=True)
    again = provider_client.post(page(response, "section-remind", "food"))
    back = provider_client.post(page(response, "section-take-back", "food"), follow=True)

    assert (nobody.status_code, again.status_code) == (422, 409)
    assert "Amira Khan has “Food” now. We have written to them." in words(given)
    assert "We have sent a reminder to Amira Khan." in words(reminded)
    assert "“Food” is back. What Amira Khan wrote is kept." in words(back)
    assert "Who had it before Amira Khan, from" in words(provider_client.get(address))


def test_an_owner_alone_is_offered_to_invite_somebody(sign_in, response, at):
    alone = make_organisation("On our own")
    begun = begin_answers(alone, by=people_of(alone)[0], at=at)

    shown = words(sign_in(Client(), people_of(alone)[0]).get(page(begun, "section", "food")))

    assert "Somebody who is not in your team yet" in shown


def test_somebody_new_is_invited_and_gets_the_section_when_they_come(
    provider_client, response, at, django_capture_on_commit_callbacks
):
    sent = {"holder": "new", "email": "robin@people.example", "rest": "read"}
    missing = provider_client.post(page(response, "section", "food"), {**sent, "email": ""})
    asked = provider_client.post(page(response, "section", "food"), sent, follow=True)
    assert missing.status_code == 422
    assert "They get “Food” when they come." in words(asked)

    with django_capture_on_commit_callbacks(execute=True):
        robin = accept_as_new_person(
            Invitation.objects.get(), name="Robin Hale", password1="a quiet morning", by=None, at=at
        )

    assert SectionHandover.objects.get().holder == robin
    assert save_answer(response, key="sandwiches", raw="Jam", version=0, by=robin, at=at).raw == "Jam"


def test_the_section_waits_for_the_colleague_among_her_next_actions(amira_client, provider_client, response, given):
    assert "Food" in words(amira_client.get(reverse("home")))
    assert "gave you" not in words(provider_client.get(reverse("home")))


def test_the_front_page_asks_as_often_for_thirty_sections_as_for_one(
    amira_client, organisation, provider_user, amira, response, at
):
    def add(count):
        for _ in range(count):
            begun = begin_answers(organisation, by=provider_user, at=at)
            give_section(begun, section_key="food", holder=amira, by=provider_user, at=at)

    assert_same_queries(amira_client, reverse("home"), add=add)
