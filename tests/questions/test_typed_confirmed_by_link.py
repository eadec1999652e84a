"""What staff typed for somebody counts as confirmed only when they say so, answer by answer, by a one-time link."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.actions.assistance import begin_typing, finish_typing
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.queries import timeline_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sending import rendered
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.actions import make_link
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.typed import MOST_LETTERS, PURPOSE, ask_to_confirm
from sandbox_portal.questions.models import TypedAnswer, TypedCheck
from sandbox_portal.questions.queries import versions_of
from sandbox_portal.questions.typed import checks_shown, is_confirmed_by_link, typed_checks_visible_to
from tests.factories.people import make_provider, make_staff
from tests.questions.typed_walk import link_in_letter, walk
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
WHO = {"name": "Robin Hale", "email": "robin.hale@people.example"}
TYPED = {"host_name": "ZQA Meadow Friends", "adults": "12"}


@pytest.fixture
def assistance(response, provider_user, programme_lead):
    """Two answers typed for the organisation, and finished."""
    at = database_now()
    agreed = {"agreed_by": provider_user, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
    begun = begin_typing(response.case, **agreed, by=programme_lead, at=at)
    save_page(response, answers=TYPED, versions={}, by=voice_of(programme_lead, begun), at=database_now())
    return finish_typing(begun, by=programme_lead, at=database_now())


@pytest.fixture
def asked(assistance, programme_lead):
    return ask_to_confirm(assistance, **WHO, by=programme_lead, at=database_now())


@pytest.fixture
def desk(programme_lead):
    return sign_in(Client(), programme_lead)


def test_the_typist_asks_and_somebody_without_an_account_says_that_all_is_right(desk, assistance, response):
    before = desk.get(reverse("typing-confirmed", args=[assistance.pk])).content.decode()
    sent = desk.post(reverse("typing-ask", args=[assistance.pk]), WHO, follow=True).content.decode()
    landing = Client().get(link_in_letter()).content.decode()
    opened_alone = is_confirmed_by_link(response.case)
    _holder, check, done = walk(link_in_letter())
    after = desk.get(reverse("typing-confirmed", args=[assistance.pk])).content.decode()

    assert "They have not been asked" in before
    assert "Until they do, nothing is confirmed." in sent
    assert "Meadow" not in landing  # a scanner of mail reads this page too
    assert opened_alone is False
    assert ": right" in check
    assert "/received/" in done["Location"]
    assert "All 2 answers are right" in after
    assert is_confirmed_by_link(response.case)


def test_what_is_called_wrong_is_said_in_words_and_read_beside_the_answer(desk, asked, assistance, response):
    walk(link_in_letter(), adults="We said fourteen.")
    page = desk.get(reverse("typing-confirmed", args=[assistance.pk])).content.decode()
    mail = OutboxEntry.objects.get(name="questions/typed_said")
    subject, _body = rendered(mail.name, mail.payload["context"])

    assert not is_confirmed_by_link(response.case)
    assert "1 of 2 answers is called wrong" in page
    assert "We said fourteen." in page
    assert subject.endswith("says that something you typed is wrong")


def test_wrong_without_a_word_is_asked_again_and_what_was_chosen_stays(asked):
    holder = Client()
    page = holder.post(link_in_letter())["Location"]
    first = asked.answers.first()
    answer = holder.post(page, {f"says_{first.pk}": "wrong"})

    assert (answer.status_code, "Say what is wrong" in answer.content.decode()) == (422, True)
    assert re.search(r'value="wrong"[^>]*checked', holder.get(page).content.decode())


def test_an_answer_that_was_changed_since_is_not_confirmed_as_it_stands(asked, response, assistance, programme_lead):
    walk(link_in_letter())
    at = database_now()
    agreed = {"agreed_by": assistance.agreed_by, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at)}
    again = begin_typing(response.case, **agreed, note="", by=programme_lead, at=at)
    versions = {"adults": versions_of(response, ("adults",))["adults"].version}
    voice = voice_of(programme_lead, again)
    save_page(response, answers={"adults": "13"}, versions=versions, by=voice, at=database_now())

    assert not is_confirmed_by_link(response.case)
    assert [each.changed_since for each in checks_shown(response.case, programme_lead, at=database_now())] == [1]


def test_what_the_organisation_has_written_itself_since_needs_no_confirming(asked, response, provider_user):
    walk(link_in_letter())
    versions = {"adults": versions_of(response, ("adults",))["adults"].version}
    save_page(response, answers={"adults": "13"}, versions=versions, by=provider_user, at=database_now())

    assert is_confirmed_by_link(response.case)


def test_one_who_cannot_say_confirms_nothing(asked, response, desk, assistance):
    holder = Client()
    holder.post(link_in_letter())
    holder.post(reverse("link-decline", args=[asked.link_id]), {"reason": "Robin has left us."})
    page = desk.get(reverse("typing-confirmed", args=[assistance.pk])).content.decode()

    assert "Robin has left us." in page
    assert not is_confirmed_by_link(response.case)


def test_a_newer_letter_ends_the_link_of_the_one_before(asked, assistance, programme_lead):
    old = link_in_letter()
    ask_to_confirm(assistance, **WHO, by=programme_lead, at=database_now())

    assert Client().get(old).status_code == 404
    assert Client().get(link_in_letter()).status_code == 200


@pytest.fixture
def closed(asked, settings):
    """Links that open nothing: used, too old, another's, made up; each with what it is."""

    def open_nothing(kind):
        address = link_in_letter()
        if kind == "used":
            walk(address)
        if kind == "wrong":
            address = reverse("link", args=["A" * 43])
        if kind == "too old":
            settings.DEMONSTRATION = True
            with travelled_to(database_now() + timedelta(days=15)):
                return Client().get(address)
        return Client().get(address)

    return open_nothing


@pytest.mark.parametrize("kind", ["used", "too old", "wrong"])
def test_a_link_that_is_used_too_old_or_wrong_shows_one_page_that_says_what_to_do(closed, kind):
    answer = closed(kind)
    words = answer.content.decode()

    assert answer.status_code == 404
    assert "This link does not work" in words
    assert "its time is over" in words
    assert "Meadow" not in words


def test_a_link_opened_for_one_organisation_opens_no_page_of_another(asked, response, organisation, at):
    holder, _check, _done = walk(link_in_letter())
    stranger = Client()

    for name in ("link-question", "link-check", "link-decline"):
        address = reverse(name, args=[asked.link_id, 1] if name == "link-question" else [asked.link_id])
        assert stranger.get(address)["Location"] == reverse("link-closed")
        assert holder.get(address)["Location"] == reverse("link-received", args=[asked.link_id])
    assert holder.get(reverse("response-task-list", args=[response.case_id])).status_code == 302  # sign in


def refused(assistance, by, **changes):
    with pytest.raises(Refused) as told:
        ask_to_confirm(assistance, **{**WHO, **changes}, by=by, at=database_now())
    return told.value.sentence


def test_staff_cannot_have_it_confirmed_by_staff(assistance, programme_lead):
    for address in (programme_lead.email.upper(), make_staff(Role.AUDITOR).email):
        assert refused(assistance, programme_lead, email=address) == (
            "This is the address of somebody who works here. Write to somebody of the organisation."
        )


def test_only_whoever_typed_asks_and_not_without_end(assistance, programme_lead):
    colleague = make_staff(Role.PROGRAMME_LEAD)

    assert refused(assistance, colleague) == "Only the person who typed asks the organisation to confirm it."
    for _letter in range(MOST_LETTERS):
        ask_to_confirm(assistance, **WHO, by=programme_lead, at=database_now())
    assert refused(assistance, programme_lead).startswith("We have written five times already.")


def test_while_somebody_types_and_where_nothing_was_typed_nobody_is_asked(response, provider_user, programme_lead):
    at = database_now()
    agreed = {"agreed_by": provider_user, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
    begun = begin_typing(response.case, **agreed, by=programme_lead, at=at)

    assert refused(begun, programme_lead).startswith("Nothing stands in this form now as you typed it")
    save_page(response, answers=TYPED, versions={}, by=voice_of(programme_lead, begun), at=database_now())
    assert refused(begun, programme_lead) == "Finish typing first. Then ask, so that they see everything."


def test_the_page_keeps_what_was_typed_beside_a_refusal(desk, assistance, programme_lead):
    address = reverse("typing-ask", args=[assistance.pk])
    answer = desk.post(address, {"name": "Nobody Else", "email": programme_lead.email})

    assert answer.status_code == 409
    assert "Nobody Else" in answer.content.decode()
    assert desk.post(address, {"name": "", "email": "robin"}).status_code == 422


def test_both_sides_read_in_the_history_that_it_was_asked_and_said(asked, response, provider_user, programme_lead):
    walk(link_in_letter())
    told = [(each.words, each.by) for each in timeline_of(response.case, provider_user)][:2]

    assert told == [
        ("Confirmed what was typed", "The holder of a link"),
        ("Asked to confirm what was typed", programme_lead.name),
    ]
    assert Event.objects.filter(case=response.case, verb="confirmed what was typed").count() == 1


def test_who_sees_what_was_said(asked, organisation, provider_user, programme_lead):
    seen = {
        "typist": programme_lead,
        "owner": provider_user,
        "reader": make_provider(organisation, place=Place.READER),
        "stranger": make_provider(),
        "another lead": make_staff(Role.PROGRAMME_LEAD),  # the case is a draft still
    }

    assert {who: typed_checks_visible_to(user).count() for who, user in seen.items()} == {
        "typist": 1,
        "owner": 1,
        "reader": 1,
        "stranger": 0,
        "another lead": 0,
    }


def test_what_was_said_never_changes_in_the_database(asked):
    walk(link_in_letter())
    answers, checks = TypedAnswer.objects.filter(check_of=asked), TypedCheck.objects.filter(pk=asked.pk)

    for rows, change in (
        (answers, {"says": "wrong", "words": "x"}),
        (answers, {"raw": "x"}),
        (checks, {"asked_at": "2026-01-01T00:00Z"}),
    ):
        with pytest.raises(DatabaseError, match=r"said once|comes to one end"), transaction.atomic():
            rows.update(**change)


def test_one_letter_waits_at_a_time_in_the_database_too(asked, programme_lead, at):
    later = at + timedelta(days=30)
    link = make_link(PURPOSE, subject=asked.pk, **WHO, expires_at=later, by=programme_lead, at=at)

    with pytest.raises(IntegrityError, match="one_waiting_typed_check_per_response"), transaction.atomic():
        TypedCheck.objects.create(response=asked.response, link=link, asked_at=at, asked_by=programme_lead)
