"""What an organisation does with its own application to register, and its managers with their parts."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from registration.actions.applications import (
    confirm_registration,
    reopen_registration,
    send_registration,
    start_registration,
    withdraw_registration,
)
from registration.actions.managers import (
    ask_manager,
    begin_manager_part,
    change_manager_part,
    declare_manager_part,
    take_out_manager,
)
from registration.actions.on_behalf import go_on_typing, type_in_for, type_in_for_newcomer
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
    manager_applications_visible_to,
    managers_of,
    registrations_visible_to,
    shortcomings_visible_to,
)
from registration.queries.shortcomings import changed_since_return, lines_of
from registration.queries.told import milestones, next_move, typed_in_words
from registration.timers import start_validation_timer
from sandbox_portal.casework.models import Assignment, Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON, day_in_london, end_of_day
from sandbox_portal.demo.registration_walk import read_what_was_noticed, send_whole
from sandbox_portal.documents.models import LetterTemplate
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Invitation, Membership
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_answer, save_page
from sandbox_portal.questions.queries import answers_of, response_of, responses_of
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.factories.registration import make_registration_draft, make_scope_run

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ready(kept_database) -> RegistrationApplication:
    """A draft of which nothing is missing."""
    return make_registration_draft()


@pytest.fixture(scope="module")
def inspector(ready):
    return make_staff(Role.REGISTRATION_INSPECTOR, name="Iris Penn")


@pytest.fixture(scope="module")
def chief(kept_database):
    return make_staff(Role.REGISTRATION_MANAGER, name="Max Orr")


@pytest.fixture
def draft(ready) -> RegistrationApplication:
    return again(ready)


@pytest.fixture
def owner(draft):
    return people_of(draft.organisation, Place.OWNER)[0]


@pytest.fixture
def sent(draft) -> RegistrationApplication:
    return send_whole(draft, at=database_now())


@pytest.fixture
def checked(sent, inspector) -> RegistrationApplication:
    return start_validation(sent, by=inspector, at=database_now())


@pytest.fixture
def returned(checked, inspector) -> RegistrationApplication:
    at = database_now()
    said = {"reason": "unclear_fact", "words": "Say what people pay in an hour."}
    list_shortcoming(checked, question_key="funding", **said, by=inspector, at=at)
    manager = managers_of(checked)[0]
    late = {"reason": "out_of_date", "words": "Please send a newer one.", "manager": manager}
    list_shortcoming(checked, question_key="dbs_number", **late, by=inspector, at=at)
    return return_incomplete(checked, note="Ring us if you like.", by=inspector, at=at)


def again(application) -> RegistrationApplication:
    """The application as a new request reads it."""
    return RegistrationApplication.objects.select_related("case", "organisation", "inspector").get(pk=application.pk)


def asked_letters(application) -> list[str]:
    """The codes of the letters that were asked for, in order."""
    made = OutboxEntry.objects.filter(name="documents.make_letter", payload__letter__case_id=str(application.pk))

    codes = {str(each.pk): each.code for each in LetterTemplate.objects.all()}
    return [codes[each.payload["letter"]["template_id"]] for each in made.order_by("created_at", "pk")]


def mend(application, owner, words="We pay £19 and charge £21 an hour."):
    version = response_of(application.case).answers.get(question_key="funding").version
    return save_answer(
        response_of(application.case), key="funding", raw=words, version=version, by=owner, at=database_now()
    )


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

    with pytest.raises(Refused):  # V-06: by the rules of the form, or by the step itself
        send_whole(again(draft), at=database_now())


def test_a_second_application_of_the_same_company_is_refused(sent):
    number = sent.live_entity.removeprefix("company:")
    other = make_registration_draft(make_organisation("The same under another name"), company_number=number)

    with pytest.raises(Refused):  # V-28: by the rules of the form
        send_whole(other, at=database_now())


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


def test_withdrawing_needs_a_word_why(draft, owner):
    with pytest.raises(Refused, match="why you withdraw"):
        withdraw_registration(draft, reason="  ", by=owner, at=database_now())


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
