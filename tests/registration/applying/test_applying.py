"""What an organisation does with its own application to register, and its managers with their parts."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from registration.actions.applications import (
    send_registration,
    start_registration,
    withdraw_registration,
)
from registration.actions.managers import (
    ask_manager,
    begin_manager_part,
    change_manager_part,
    take_out_manager,
)
from registration.actions.validation import (
    list_shortcoming,
    return_incomplete,
)
from registration.choices import ManagerStage, RegistrationStage
from registration.models import Attempt, RegistrationApplication
from registration.queries.applications import (
    manager_applications_visible_to,
    managers_of,
    registrations_visible_to,
    shortcomings_visible_to,
)
from registration.queries.found import found_in_application
from registration.queries.told import milestones, next_move
from registration.timers import start_validation_timer
from registration.workflow.needs import every_manager_has_declared
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON, day_in_london, end_of_day
from sandbox_portal.demo.registration_walk import read_what_was_noticed, send_whole
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Invitation
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_answer
from sandbox_portal.questions.findings import Weight
from sandbox_portal.questions.queries import read_response, response_of
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.factories.registration import make_registration_draft, make_scope_run
from tests.registration.applying.scene import again, asked_letters
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def errors_in(application) -> list[str]:
    """The rules of the form that keep it from being sent."""
    found = found_in_application(read_response(response_of(application.case)))
    return [each.rule for each in found if each.weight is Weight.ERROR]


# Start


def test_an_application_begins_with_the_newest_result_of_the_scope_questions(ready):
    organisation = make_organisation("Weir House")
    make_scope_run(organisation, name="Earlier")
    run = make_scope_run(organisation, name="Now")

    application = start_registration(organisation, by=people_of(organisation)[0], at=database_now())

    assert application.scope_run == run
    assert (application.case.stage, application.attempt, application.live_entity) == ("draft", 1, None)


def test_starting_again_gives_the_application_there_is(draft, owner):
    assert start_registration(draft.organisation, by=owner, at=database_now()) == draft


def test_a_reader_cannot_start(draft):
    organisation = make_organisation()
    reader = make_provider(organisation, place=Place.READER)

    with pytest.raises(Refused, match="lets you read, not write"):
        start_registration(organisation, by=reader, at=database_now())


# Send


def test_sending_closes_the_answers_gives_a_reference_and_starts_the_clock(sent):
    manager = managers_of(sent)[0]
    clock = Deadline.objects.get(key=f"registration-validation:{sent.pk}")

    assert sent.case.reference == "REG-0001"
    assert (sent.case.stage, manager.case.stage) == (RegistrationStage.SUBMITTED, ManagerStage.SENT)
    assert response_of(sent.case).locked_at is not None
    assert sent.service_kinds == ["home_care"]
    assert sent.live_entity.startswith("company:")
    assert sent.terms["words"] == [
        "What we have told you is true",
        "We have left out nothing you would want to know",
        "We will keep to the law and to the conditions of our registration",
    ]
    assert (clock.reminder, clock.done_at) == ("M-22", None)
    assert [(each.number, each.returned_at) for each in sent.attempts.all()] == [(1, None)]
    assert asked_letters(sent) == ["L-17"]


def test_the_same_key_a_second_time_sends_nothing_new(draft, owner):
    key = uuid4()
    read_what_was_noticed(response_of(draft.case), by=owner, at=database_now())
    send_registration(draft, key=key, by=owner, at=database_now())
    send_registration(again(draft), key=key, by=owner, at=database_now())

    assert Attempt.objects.filter(application=draft).count() == 1
    with pytest.raises(Refused, match="has been sent already"):
        send_registration(again(draft), key=uuid4(), by=owner, at=database_now())


def test_the_key_of_another_application_sends_nothing(sent, owner):
    other = make_registration_draft(make_organisation("Heron Care"))
    stranger = people_of(other.organisation, Place.OWNER)[0]
    read_what_was_noticed(response_of(other.case), by=stranger, at=database_now())

    with pytest.raises(Refused, match="belongs to another application"):
        send_registration(other, key=sent.submission_key, by=stranger, at=database_now())


def test_a_contributor_writes_and_does_not_send(draft):
    contributor = make_provider(draft.organisation, place=Place.CONTRIBUTOR)

    with pytest.raises(Refused, match="Only an owner or signatory"):
        send_registration(draft, key=uuid4(), by=contributor, at=database_now())


def test_nothing_is_sent_while_an_answer_is_missing(draft, owner):
    save_answer(response_of(draft.case), key="funding", raw="", version=1, by=owner, at=database_now())

    with pytest.raises(Refused, match="1 answer needs your attention"):
        send_registration(draft, key=uuid4(), by=owner, at=database_now())


def test_nothing_is_sent_while_a_manager_has_not_declared(draft, owner):
    manager = managers_of(draft)[0]
    change_manager_part(manager, by=manager.person, at=database_now())

    with pytest.raises(Refused, match="Ann Hollis has not finished their part as registered manager"):
        send_whole(again(draft), at=database_now())
    assert errors_in(draft) == ["V-06"]
    assert every_manager_has_declared(again(draft)).startswith("We wait for the part of Ann Hollis.")


def test_a_second_application_of_the_same_company_is_refused(sent):
    number = sent.live_entity.removeprefix("company:")
    other = make_registration_draft(make_organisation("The same under another name"), company_number=number)

    with pytest.raises(Refused, match="1 answer needs your attention"):
        send_whole(other, at=database_now())
    assert errors_in(other) == ["V-28"]


def test_the_database_lets_no_company_apply_twice(sent):
    other = make_registration_draft(make_organisation("The same under another name"))

    with pytest.raises(DatabaseError, match="live_entity"), transaction.atomic():
        RegistrationApplication.objects.filter(pk=other.pk).update(live_entity=sent.live_entity)


def test_a_company_is_free_again_as_soon_as_its_application_is_over(sent, owner):
    withdraw_registration(sent, reason="We wait a year.", by=owner, at=database_now())

    assert again(sent).live_entity is None
    assert start_registration(sent.organisation, by=owner, at=database_now()) != sent


@pytest.mark.parametrize(
    ("on", "ends"),
    [("2020-01-06", "2020-01-13"), ("2019-12-20", "2019-12-31"), ("2026-12-18", "2026-12-29")],
    ids=["EX-F6", "EX-F7", "EX-F8"],
)
def test_the_clock_of_validation_ends_on_its_fifth_working_day(draft, on, ends):

    at = datetime.combine(date.fromisoformat(on), time(10), tzinfo=LONDON)
    draft.case.reference = "REG-0009"

    assert start_validation_timer(draft, at=at) == date.fromisoformat(ends)
    due = Deadline.objects.get(key=f"registration-validation:{draft.pk}").due_at
    assert due == end_of_day(date.fromisoformat(ends))


# Withdraw


def test_withdrawing_ends_the_managers_parts_and_every_clock(sent, owner):
    withdraw_registration(sent, reason="We wait a year.", by=owner, at=database_now())
    clock = Deadline.objects.get(key=f"registration-validation:{sent.pk}")

    assert again(sent).case.stage == RegistrationStage.WITHDRAWN
    assert [each.case.stage for each in managers_of(sent)] == [ManagerStage.ENDED]
    assert clock.cancelled_at is not None
    assert asked_letters(sent) == ["L-17", "L-17W"]


def test_sending_one_minute_after_withdrawal_is_refused(draft, owner):
    at = database_now()
    withdraw_registration(again(draft), reason="Not now.", by=owner, at=at)

    with pytest.raises(Refused, match="was withdrawn, so it cannot be sent any more"):
        send_registration(draft, key=uuid4(), by=owner, at=at + timedelta(minutes=1))
    assert again(draft).sent_at is None


def test_the_timeline_of_what_was_withdrawn_calls_nothing_done_that_never_happened(sent, owner):
    withdrawn = withdraw_registration(sent, reason="We wait a year.", by=owner, at=database_now())

    rows = milestones(withdrawn, {})
    assert [row.words for row in rows] == ["Done"] + ["Not any more"] * 5
    assert [row.real for row in rows] == [day_in_london(sent.sent_at)] + [None] * 5


def test_withdrawing_needs_a_word_why(draft, owner):
    with pytest.raises(Refused, match="why you withdraw"):
        withdraw_registration(draft, reason="  ", by=owner, at=database_now())


# Managers


def test_a_newcomer_is_invited_to_the_team_and_written_to(draft, owner):
    ask_manager(draft, name="Jo Reed", email="Jo@Reed.example", by=owner, at=database_now())

    assert Invitation.objects.get(organisation=draft.organisation, email="jo@reed.example").place == Place.READER
    assert OutboxEntry.objects.filter(name="registration/manager_asked", payload__to="jo@reed.example").count() == 1


def test_two_managers_cannot_share_an_address(draft, owner):
    email = managers_of(draft)[0].email.upper()

    with pytest.raises(Refused, match="is a manager of this application already"):
        ask_manager(draft, name="Ann again", email=email, by=owner, at=database_now())


def test_only_the_manager_writes_reads_and_declares_their_part(draft, owner, inspector):
    manager = managers_of(draft)[0]

    assert list(manager_applications_visible_to(manager.person)) == [manager]
    assert list(manager_applications_visible_to(owner)) == []
    assert list(manager_applications_visible_to(inspector)) == []
    with pytest.raises(Refused, match="Only the manager"):
        change_manager_part(manager, by=owner, at=database_now())


def test_staff_read_a_part_once_it_was_sent_with_the_application(sent, inspector):
    assert list(manager_applications_visible_to(inspector)) == managers_of(sent)


def test_the_page_of_an_application_leads_staff_to_what_its_manager_wrote(sent, inspector):
    client = sign_in(Client(), inspector)
    part = reverse("registration-manager-read", args=[managers_of(sent)[0].pk])

    page = client.get(reverse("registration-file", args=[sent.pk])).content.decode()

    assert (f'href="{part}"' in page, client.get(part).status_code) == (True, 200)


def test_somebody_who_is_not_the_manager_says_so_and_the_owners_are_told(draft, owner):
    asked = make_provider(draft.organisation, place=Place.READER)
    part = ask_manager(draft, name="Sam Poole", email=asked.email, by=owner, at=database_now())
    take_out_manager(part, reason="I have left.", by=asked, at=database_now())

    assert [each.name for each in managers_of(draft)] == ["Ann Hollis"]
    assert OutboxEntry.objects.filter(name="registration/manager_taken_out", payload__to=owner.email).count() == 1


def test_the_manager_can_be_the_owner(draft, owner):
    part = ask_manager(draft, name=owner.name, email=owner.email, by=owner, at=database_now())

    begun = begin_manager_part(part, by=owner, at=database_now())
    assert (begun.person, begun.case.stage) == (owner, ManagerStage.DRAFT)
    assert not OutboxEntry.objects.filter(name="registration/manager_asked", payload__to=owner.email).exists()


# Who sees what


def test_staff_see_an_application_once_it_was_sent_and_a_stranger_never(draft, inspector):
    stranger = make_provider()
    auditor = make_staff(Role.AUDITOR)
    seen = registrations_visible_to

    assert [seen(user).filter(pk=draft.pk).exists() for user in (inspector, auditor, stranger)] == [False] * 3
    send_whole(draft, at=database_now())
    assert [seen(user).filter(pk=draft.pk).exists() for user in (inspector, auditor, stranger)] == [True, True, False]


def test_an_organisation_reads_what_is_missing_only_when_it_has_come_back(checked, owner, inspector):
    at = database_now()
    list_shortcoming(checked, question_key="funding", reason="other", words="x", by=inspector, at=at)
    before = shortcomings_visible_to(owner).count()
    return_incomplete(checked, by=inspector, at=at)

    assert (before, shortcomings_visible_to(owner).count()) == (0, 1)


def test_the_timeline_tells_planned_and_real_days_and_whose_turn_it_is(checked):
    rows = milestones(checked, {})

    assert [(row.state, row.who) for row in rows[:3]] == [("done", "You"), ("now", "Us"), ("ahead", "Us")]
    assert rows[0].real == day_in_london(checked.sent_at)
    assert rows[1].planned is not None
    assert next_move(checked, None).who == "The registration team"
