"""What the team does with an application: check, return, accept, give it to somebody, type one in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from registration.actions.applications import (
    confirm_registration,
    reopen_registration,
    send_registration,
)
from registration.actions.managers import (
    declare_manager_part,
)
from registration.actions.on_behalf import go_on_typing, type_in, type_in_for, type_in_for_newcomer
from registration.actions.validation import (
    accept_as_valid,
    allocate,
    list_shortcoming,
    return_incomplete,
    start_validation,
    unlist_shortcoming,
)
from registration.choices import ManagerStage, RegistrationStage
from registration.models import Attempt, RegistrationApplication, Shortcoming
from registration.queries.applications import (
    managers_of,
    registrations_visible_to,
)
from registration.queries.shortcomings import changed_since_return, lines_of
from registration.queries.told import SEND_AGAIN, milestones, next_move, typed_in_words
from sandbox_portal.casework.models import Assignment, Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.demo.registration_walk import read_what_was_noticed, send_whole
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Invitation, Membership
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import answers_of, response_of, responses_of, versions_of
from tests.factories.people import make_organisation, make_staff
from tests.questions.typed_walk import link_in_letter, walk
from tests.registration.applying.scene import again, asked_letters, mend
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


# Come back and mend


def test_what_comes_back_says_each_thing_and_stays_as_it_was_said(returned):
    attempt = returned.attempts.get()

    assert returned.case.stage == RegistrationStage.RETURNED_INCOMPLETE
    assert [(line.shortcoming.question_key, line.whose, line.words) for line in lines_of(attempt)] == [
        ("funding", "", "Say what people pay in an hour."),
        ("dbs_number", "part of Ann Hollis", "Please send a newer one."),
    ]
    assert asked_letters(returned) == ["L-17", "L-18"]
    with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
        Shortcoming.objects.filter(attempt=attempt).update(words="Nothing")
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(note="Nothing")


def test_twin_without_the_trigger_what_was_said_changes(returned):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registration_shortcoming DISABLE TRIGGER shortcomings_stay")
        assert Shortcoming.objects.filter(attempt__application=returned).update(words="Nothing") == 2
        cursor.execute("ALTER TABLE registration_shortcoming ENABLE TRIGGER shortcomings_stay")


def test_opening_again_keeps_every_answer_and_counts_the_attempt(returned, owner):
    first = answers_of(response_of(returned.case))
    opened = reopen_registration(returned, by=owner, at=database_now())
    manager = managers_of(opened)[0]

    assert (opened.case.stage, opened.attempt) == (RegistrationStage.DRAFT, 2)
    assert answers_of(response_of(opened.case)) == first
    assert [(each.attempt, each.locked_at is None) for each in responses_of(opened.case)] == [(1, False), (2, True)]
    assert (manager.case.stage, manager.declared_at) == (ManagerStage.DRAFT, None)


def test_what_came_back_is_told_to_be_mended_and_sent_again_before_and_after_it_is_opened(returned, owner):
    opened = reopen_registration(returned, by=owner, at=database_now())

    for each in (returned, opened):
        first = milestones(each, {})[0]
        assert (first.what, first.state, first.real) == (SEND_AGAIN, "now", None)
        assert next_move(each, None).waits_for == "That you mend what is on the list and send it again."


def test_a_question_that_came_back_says_beside_itself_what_to_mend(returned, owner, client):
    opened = reopen_registration(returned, by=owner, at=database_now())
    sign_in(client, owner)
    address = reverse("response-question", args=[opened.case.pk, "money", "funding"])
    beside = client.get(address)
    other = client.get(reverse("response-question", args=[opened.case.pk, "legal-entity", "legal_form"]))

    assert beside.context["to_mend"] == ["We could not tell what this answer means. Say what people pay in an hour."]
    assert "This came back to be mended." in beside.content.decode()
    assert other.context["to_mend"] == []


def test_the_second_attempt_shows_what_was_changed_and_whether_it_was_asked_for(returned, owner):
    """EX-F10, V-30: the first attempt stays in history, the clock starts anew."""
    opened = reopen_registration(returned, by=owner, at=database_now())
    mend(opened, owner)
    version = response_of(opened.case).answers.get(question_key="office_phone").version
    save_page(
        response_of(opened.case),
        answers={"office_phone": "01225 960 999"},
        versions={"office_phone": version},
        by=owner,
        at=database_now(),
    )
    manager = managers_of(opened)[0]
    declare_manager_part(manager, by=manager.person, at=database_now())
    sent = send_whole(again(opened), at=database_now())

    assert sent.case.reference == "REG-0001"
    assert [(each.number, each.returned_at is None) for each in sent.attempts.all()] == [(1, False), (2, True)]
    assert sorted((each.key, each.was_listed) for each in changed_since_return(sent)) == [
        ("funding", True),
        ("office_phone", False),
    ]
    assert Deadline.objects.get(key=f"registration-validation:{sent.pk}").done_at is None
    assert asked_letters(sent) == ["L-17", "L-18", "L-17"]


def test_a_first_attempt_shows_no_changes(sent):
    assert changed_since_return(sent) == []


# Check, accept, allocate


def test_whoever_begins_to_check_has_the_case(checked, inspector):
    assert checked.case.owner == inspector
    assert Assignment.objects.get(case=checked.case).to_person == inspector


def test_returning_needs_a_list_and_accepting_an_empty_one(checked, inspector):
    at = database_now()
    with pytest.raises(Refused, match="List what is missing"):
        return_incomplete(checked, by=inspector, at=at)
    line = list_shortcoming(checked, question_key="funding", reason="other", words="Look.", by=inspector, at=at)
    with pytest.raises(Refused, match="One thing is listed as missing"):
        accept_as_valid(checked, by=inspector, at=at)
    unlist_shortcoming(line, by=inspector, at=at)

    assert accept_as_valid(checked, by=inspector, at=at).case.stage == RegistrationStage.VALID
    assert Deadline.objects.get(key=f"registration-validation:{checked.pk}").done_at == at
    assert asked_letters(checked) == ["L-17", "L-19"]


def test_listing_the_same_question_again_replaces_the_words(checked, inspector):
    for words in ("First", "Second"):
        list_shortcoming(checked, question_key="funding", reason="other", words=words, by=inspector, at=database_now())

    assert list(Shortcoming.objects.filter(attempt__application=checked).values_list("words")) == [("Second",)]


@pytest.mark.parametrize(
    ("key", "reason", "words", "match"),
    [
        ("no_such_question", "other", "x", "Choose a question"),
        ("funding", "because", "x", "Choose a reason"),
        ("funding", "other", "x" * 2001, "characters or fewer"),
    ],
)
def test_a_line_that_cannot_be_told_is_refused(checked, inspector, key, reason, words, match):
    with pytest.raises(Refused, match=match):
        list_shortcoming(checked, question_key=key, reason=reason, words=words, by=inspector, at=database_now())


def test_nothing_is_listed_once_it_is_accepted(checked, inspector):
    accept_as_valid(checked, by=inspector, at=database_now())

    with pytest.raises(Refused, match="while the application is being checked"):
        list_shortcoming(
            again(checked), question_key="funding", reason="other", words="x", by=inspector, at=database_now()
        )


def test_an_inspector_takes_an_application_and_a_manager_gives_it(checked, inspector, chief):
    colleague = make_staff(Role.REGISTRATION_INSPECTOR)
    accept_as_valid(checked, by=inspector, at=database_now())

    with pytest.raises(Refused, match="Only a registration manager can give"):
        allocate(checked, inspector=colleague, by=inspector, at=database_now())
    with pytest.raises(Refused, match="is not a registration inspector"):
        allocate(checked, inspector=chief, by=chief, at=database_now())
    allocate(checked, inspector=inspector, by=inspector, at=database_now())
    assert (checked.case.stage, checked.case.owner) == (RegistrationStage.ALLOCATED, inspector)
    allocate(again(checked), inspector=colleague, by=chief, at=database_now())
    assert (again(checked).inspector, again(checked).case.owner) == (colleague, colleague)


# Typed in by staff


def typed(inspector, organisation=None) -> RegistrationApplication:
    organisation = organisation or make_organisation("By Post Care")
    came = {"applicant": "Robin Hale", "received_how": "paper", "received_on": day_in_london(database_now())}
    return type_in_for(organisation, **came, by=inspector, at=database_now())


def test_what_is_typed_in_says_by_whom_for_whom_and_from_what(inspector):
    application = typed(inspector)
    owner = people_of(application.organisation, Place.OWNER)[0]

    assert typed_in_words(application).startswith(
        "Entered by Iris Penn on behalf of Robin Hale, from paper received on "
    )
    assert OutboxEntry.objects.filter(name="registration/typed_in", payload__to=owner.email).count() == 1
    assert registrations_visible_to(inspector).filter(pk=application.pk).exists()
    assert go_on_typing(application, by=inspector, at=database_now()).agreed_name == "Robin Hale"


def test_an_organisation_without_an_account_is_set_up_and_its_owner_asked(inspector):
    came = {"applicant": "Robin Hale", "received_how": "phone", "received_on": day_in_london(database_now())}
    new = {"name": "Quite New Care", "legal_form": "company", "owner_email": "robin@new.example"}

    application = type_in_for_newcomer(**new, **came, by=inspector, at=database_now())

    assert Invitation.objects.get(organisation=application.organisation).place == Place.OWNER
    assert not Membership.objects.filter(organisation=application.organisation).exists()


def test_what_is_typed_in_belongs_to_the_organisation_of_this_name_or_says_how_a_new_one_is_set_up(inspector):
    there = make_organisation("By Hand Care")
    came = {"applicant": "Robin Hale", "received_how": "paper", "received_on": day_in_london(database_now())}
    nothing = {"legal_form": "", "owner_email": "", "by": inspector, "at": database_now()}

    assert type_in(organisation=" by hand care", **nothing, **came).organisation == there
    with pytest.raises(Refused, match="No organisation has exactly this name"):
        type_in(organisation="By Foot Care", **nothing, **came)


def test_what_was_typed_in_is_accepted_only_when_its_organisation_has_confirmed_it(draft, owner, inspector, chief):
    draft.typed_in_by, draft.typed_in_for = inspector, "Robin Hale"
    draft.received_how, draft.received_on = "paper", day_in_london(database_now())
    draft.save()
    read_what_was_noticed(response_of(draft.case), by=owner, at=database_now())
    send_registration(draft, key=uuid4(), by=inspector, at=database_now())
    start_validation(draft, by=chief, at=database_now())

    with pytest.raises(Refused, match="has still to confirm"):
        accept_as_valid(draft, by=chief, at=database_now())
    confirm_registration(draft, by=owner, at=database_now())
    accept_as_valid(draft, by=chief, at=database_now())
    with pytest.raises(Refused, match="typed for this applicant"):
        allocate(again(draft), inspector=inspector, by=chief, at=database_now())


def test_what_was_typed_in_is_accepted_when_its_organisation_confirms_every_answer_by_link(
    draft, owner, inspector, chief
):
    came = {"typed_in_by": inspector, "typed_in_for": "Robin Hale", "received_how": "paper"}
    RegistrationApplication.objects.filter(pk=draft.pk).update(**came, received_on=day_in_london(database_now()))
    draft.refresh_from_db()
    assistance = go_on_typing(draft, by=inspector, at=database_now())
    change_by_voice(response_of(draft.case), voice_of(inspector, assistance))
    read_what_was_noticed(response_of(draft.case), by=owner, at=database_now())
    send_registration(draft, key=uuid4(), by=inspector, at=database_now())
    start_validation(draft, by=chief, at=database_now())
    desk, address = sign_in(Client(), inspector), reverse("typing-ask", args=[assistance.pk])
    desk.post(address, {"name": "Robin Hale", "email": "robin.hale@people.example"})

    with pytest.raises(Refused, match="has still to confirm"):
        accept_as_valid(draft, by=chief, at=database_now())
    assert next_move(again(draft), None).waits_for.startswith("That you read what we typed in")
    walk(link_in_letter())
    accept_as_valid(draft, by=chief, at=database_now())
    file = desk.get(reverse("registration-file", args=[draft.pk])).content.decode()

    assert "The one answer is right" in file
    assert "By link, answer by answer" in file


def change_by_voice(response, voice) -> None:
    """One long text of the form written anew by whoever types."""
    stored = versions_of(response, ("aims",))["aims"]
    words = {"aims": "People decide themselves who comes to help them."}
    save_page(response, answers=words, versions={"aims": stored.version}, by=voice, at=database_now())


def test_nobody_types_in_a_second_application(draft, inspector):
    with pytest.raises(Refused, match="has an application already"):
        typed(inspector, draft.organisation)


def test_a_day_in_the_future_is_refused(inspector):
    came = {"applicant": "R", "received_how": "paper", "received_on": day_in_london(database_now() + timedelta(days=2))}

    with pytest.raises(Refused, match="cannot be in the future"):
        type_in_for(make_organisation("Later Care"), **came, by=inspector, at=database_now())


def test_what_an_organisation_wrote_itself_needs_no_confirming(sent, owner):
    with pytest.raises(Refused, match="wrote this application itself"):
        confirm_registration(sent, by=owner, at=database_now())
