"""An organisation asks for more time; a date moves once, with all that keeps it; one the law sets never does (R11)."""

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework import reminders
from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.actions.more_time import (
    ask_for_more_time,
    drop_question,
    give_more_time,
    refuse_more_time,
)
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.deadlines import finish_deadline, set_deadline
from sandbox_portal.casework.models import Case, Deadline, Message, MoreTime, OutboxEntry, Reminder
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.more_time_rules import read_rules
from sandbox_portal.casework.queries import timeline_of
from sandbox_portal.casework.queries.more_time import (
    GIVEN_ALREADY,
    NOT_YOURS,
    PASSED,
    asking_refusal,
    more_time_visible_to,
    more_time_waiting_for,
    own_dates,
)
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import Recipient, create_due_reminders
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_provider, make_staff
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
WHY = "Our bookkeeper is ill until Friday."


def in_days(days):
    return day_in_london(database_now()) + timedelta(days=days)


@pytest.fixture
def question(send, lead):
    """A question of the team on a sent request, to be answered in a week."""
    case = send()
    return write_message(case, text="Which size?", key=uuid4(), answer_due_on=in_days(7), by=lead, at=database_now())


@pytest.fixture
def deadline(question):
    return Deadline.objects.select_related("case").get(subject=str(question.pk))


@pytest.fixture
def asked(deadline, owner):
    return ask_for_more_time(deadline, wanted_on=in_days(10), reason=WHY, by=owner, at=database_now())


def refused(action, *things, **named):
    with pytest.raises(Refused) as told:
        action(*things, at=database_now(), **named)
    return told.value.sentence


def test_a_date_that_is_moved_moves_everywhere_and_is_told(asked, deadline, question, owner, lead):
    give_more_time(asked, until=in_days(9), answer="Because of the illness.", by=lead, at=database_now())

    until = datetime.combine(in_days(9), deadline.due_at.astimezone(LONDON).time(), LONDON)
    dates = (
        Deadline.objects.get(pk=deadline.pk),
        Message.objects.get(pk=question.pk),
        Case.objects.get(pk=deadline.case_id),
    )
    assert (dates[0].due_at, dates[1].answer_due_at, dates[2].due_at) == (until, until, until)
    mail = OutboxEntry.objects.get(name="casework/more_time_answered", payload__to=owner.email)
    assert mail.payload["context"]["granted"] == in_words(until)
    told = timeline_of(deadline.case, owner)[0]
    assert (told.words, "Because of the illness." in told.note) == ("More time given", True)


def test_the_staff_who_work_on_the_case_are_told_of_the_question(asked, lead):
    assert [mail.payload["to"] for mail in OutboxEntry.objects.filter(name="casework/more_time_asked")] == [lead.email]
    assert list(more_time_waiting_for(lead)) == [asked]


def test_reminders_follow_the_date(asked, deadline, lead, owner, monkeypatch):
    people = [Recipient.of(owner, "/leaflets/")]
    monkeypatch.setitem(reminders._audiences, "people_who_were_asked", lambda deadline: people)
    create_due_reminders(at=deadline.due_at - timedelta(days=3))
    give_more_time(asked, until=in_days(9), answer="Yes.", by=lead, at=database_now())

    create_due_reminders(at=deadline.due_at)  # three days before the new one, and no day of the old one

    moved = Deadline.objects.get(pk=deadline.pk).due_at
    assert set(Reminder.objects.values_list("due_at", "offset")) == {(deadline.due_at, -3), (moved, -3)}


def test_a_refusal_leaves_the_date_and_says_why(asked, deadline, owner, lead):
    refuse_more_time(asked, answer="The panel meets on that day.", by=lead, at=database_now())

    assert Deadline.objects.get(pk=deadline.pk).due_at == deadline.due_at
    assert "The panel meets on that day." in timeline_of(deadline.case, owner)[0].note


def test_a_date_moves_once(asked, deadline, owner, lead):
    give_more_time(asked, until=in_days(9), answer="Yes.", by=lead, at=database_now())

    assert refused(ask_for_more_time, deadline, wanted_on=in_days(12), reason=WHY, by=owner) == GIVEN_ALREADY
    assert refused(give_more_time, asked, until=in_days(12), answer="Again.", by=lead).startswith("This question has")


def test_one_question_at_a_time_which_can_be_taken_back(asked, deadline, owner):
    sentence = refused(ask_for_more_time, deadline, wanted_on=in_days(9), reason=WHY, by=owner)
    drop_question(asked, by=owner, at=database_now())

    assert sentence.startswith("You have asked already.")
    assert ask_for_more_time(deadline, wanted_on=in_days(9), reason=WHY, by=owner, at=database_now()).state == "waiting"


@pytest.mark.parametrize("kind", ["registration_representations", "registration_appeal"])
def test_a_date_that_the_law_sets_never_moves_and_says_why(send, owner, kind):
    case = send()
    named = {"kind": kind, "about": "Tell us", "due_at": database_now() + timedelta(days=28), "rule": "28 days"}
    clock = set_deadline(f"law:{kind}", **named, at=database_now(), case=case)

    sentence = refused(ask_for_more_time, clock, wanted_on=in_days(40), reason=WHY, by=owner)

    assert sentence.startswith("The law sets")
    page = sign_in(Client(), owner).get(reverse("more-time-ask", args=[case.pk, clock.pk])).content.decode()
    assert ("The law sets" in page, "Until which day?" in page) == (True, False)


def test_a_date_that_is_the_same_for_everybody_cannot_be_asked_for(send, owner):
    named = {"kind": "window_closing", "about": "The window", "due_at": database_now() + timedelta(days=5), "rule": "r"}
    clock = set_deadline("window", **named, at=database_now(), case=send())

    assert asking_refusal(clock, owner, database_now()).startswith("This date is the same for everybody")


def test_nobody_asks_too_late_for_too_long_or_without_a_right_to(deadline, organisation, owner, lead):
    reader = make_provider(organisation, place=Place.READER)
    far = refused(ask_for_more_time, deadline, wanted_on=in_days(90), reason=WHY, by=owner)

    assert far.startswith("The latest day possible is")
    assert refused(ask_for_more_time, deadline, wanted_on=in_days(7), reason=WHY, by=owner).startswith(
        "Choose a day after"
    )
    assert refused(ask_for_more_time, deadline, wanted_on=in_days(9), reason=WHY, by=reader) == NOT_YOURS
    assert asking_refusal(deadline, owner, deadline.due_at) == PASSED
    finish_deadline(deadline.key, at=database_now())
    assert refused(ask_for_more_time, deadline, wanted_on=in_days(9), reason=WHY, by=owner) == PASSED


def test_only_those_who_work_on_the_case_answer(asked, owner):
    auditor = make_staff(Role.AUDITOR)

    assert refused(give_more_time, asked, until=in_days(9), answer="Yes.", by=owner).startswith("You belong")
    assert refused(refuse_more_time, asked, answer="No.", by=auditor) == "You can read these messages, not write."


def test_a_stranger_sees_nothing_of_it(asked, deadline):
    stranger = make_provider()

    assert list(more_time_visible_to(stranger)) == []
    assert (
        sign_in(Client(), stranger).get(reverse("more-time-ask", args=[deadline.case_id, deadline.pk])).status_code
        == 404
    )


def test_the_database_moves_a_date_of_a_message_only_for_time_that_was_given(asked, question, deadline):
    with pytest.raises(DatabaseError, match="a message never changes"), transaction.atomic():
        Message.objects.filter(pk=question.pk).update(answer_due_at=deadline.due_at + timedelta(days=2))


def test_an_answer_stands(asked, lead):
    refuse_more_time(asked, answer="No.", by=lead, at=database_now())

    with pytest.raises(DatabaseError, match="answered once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_moretime SET answer = 'Yes'")


def test_both_sides_do_it_on_their_pages(deadline, owner, lead):
    client, staff = sign_in(Client(), owner), sign_in(Client(), lead)
    address = reverse("more-time-ask", args=[deadline.case_id, deadline.pk])
    day = in_days(9)
    boxes = {"wanted_on_0": day.day, "wanted_on_1": day.month, "wanted_on_2": day.year}

    faulty = client.post(address, {})
    taken = client.post(address, {**boxes, "reason": WHY})
    asked = MoreTime.objects.get()
    listed = staff.get(reverse("more-time-list")).content.decode()
    answer = reverse("more-time-answer", args=[asked.pk])
    no_reason = staff.post(answer, {"given": "no"})
    until = {"until_0": day.day, "until_1": day.month, "until_2": day.year}
    given = staff.post(answer, {"given": "yes", **until, "answer": "Yes."})

    assert (faulty.status_code, taken.status_code, no_reason.status_code, given.status_code) == (422, 302, 422, 302)
    assert asked.case.organisation.name in listed
    assert "You have more time" in client.get(address).content.decode()
    assert [date.newest.state for date in own_dates(Case.objects.get(pk=deadline.case_id), owner, database_now())] == [
        "granted"
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_move_the_date_once(question, owner, lead):
    clock = Deadline.objects.select_related("case").get(subject=str(question.pk))
    asked = ask_for_more_time(clock, wanted_on=in_days(10), reason=WHY, by=owner, at=database_now())
    ready, told = threading.Barrier(2), []

    def answer(until):
        ready.wait(timeout=10)
        try:
            give_more_time(asked, until=until, answer="Yes.", by=lead, at=database_now())
            told.append("given")
        except Refused as sentence:
            told.append(sentence.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(in_days(days),)) for days in (9, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(told) == ["This question has been answered already.", "given"]
    assert MoreTime.objects.get().state == "granted"


def test_a_rule_says_either_how_long_or_why_never(tmp_path):
    (tmp_path / "more_time.yaml").write_text("clocks:\n  - kind: return\n")

    with pytest.raises(FaultyContent):
        read_rules(tmp_path)
