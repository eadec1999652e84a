"""Messages between an organisation and staff: sent once, opened once, taken back only unread, shown to nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sandbox_portal.casework.actions.messages import open_messages, tell_of_message, withdraw_message, write_message
from sandbox_portal.casework.models import Case, Deadline, Event, Message, OutboxEntry
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.queries import next_actions_of, timeline_of
from sandbox_portal.casework.queries.messages import (
    Standing,
    messages_visible_to,
    standing_by_case,
    standing_of,
    thread_of,
    told_of,
    waiting_messages,
)
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import remind
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from sandbox_portal.people.queries import people_of
from tests.factories.people import make_staff
from tests.signing_in import sign_in

WORDS = "Please send us the plan of the building."


@pytest.fixture
def ask(leaflet, lead):
    """`ask()` is a question of the team, to be answered in a week."""

    def write(**more):
        named = {"text": WORDS, "key": uuid4(), "by": lead, "at": database_now(), **more}
        return write_message(leaflet, **named)

    return write


def in_a_week():
    return timezone.localdate() + timedelta(days=7)


def shown(case, user):
    return [(each.text, each.is_new, each.standing.split(" on ")[0]) for each in thread_of(case, user)]


def test_a_message_is_opened_by_the_other_side_and_its_sender_learns_when(ask, leaflet, lead, owner):
    ask()
    before = shown(leaflet, lead), shown(leaflet, owner)

    assert open_messages(leaflet, by=owner, at=database_now()) == 1

    assert before == ([(WORDS, False, "Not read yet")], [("", True, "")])
    assert (shown(leaflet, lead), shown(leaflet, owner)) == ([(WORDS, False, "Read")], [(WORDS, False, "Read")])
    assert open_messages(leaflet, by=owner, at=database_now()) == 0


def test_the_same_key_sends_once_and_never_swallows_other_words(ask):
    key = uuid4()

    assert ask(key=key) == ask(key=key)
    with pytest.raises(Refused, match="Nothing you typed is lost"):
        ask(key=key, text="Something else")
    assert Message.objects.count() == 1


def test_a_message_not_yet_read_can_be_taken_back_and_nobody_reads_it(ask, leaflet, lead, owner):
    message = ask(answer_due_on=in_a_week())

    withdraw_message(message, by=lead, at=database_now())

    assert [each.text for each in thread_of(leaflet, owner)] == [""]
    assert open_messages(leaflet, by=owner, at=database_now()) == 0
    assert Deadline.objects.get().cancelled_at is not None
    assert tell_of_message(Message.objects.get(), by=None, at=database_now()) == 0


def test_what_was_read_stands(ask, leaflet, lead, owner):
    message = ask()
    open_messages(leaflet, by=owner, at=database_now())

    with pytest.raises(Refused, match="has been read"):
        withdraw_message(message, by=lead, at=database_now())
    with pytest.raises(Refused, match="Only those who sent"):
        withdraw_message(ask(), by=owner, at=database_now())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casework_message SET text = 'other'",
        "UPDATE casework_message SET read_at = NULL, read_by_id = NULL",
        "UPDATE casework_message SET withdrawn_at = now(), withdrawn_by_id = written_by_id",
        "DELETE FROM casework_message",
        "TRUNCATE casework_message CASCADE",
    ],
)
def test_the_database_itself_lets_no_message_change(change, ask, leaflet, owner):
    ask()
    open_messages(leaflet, by=owner, at=database_now())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_without_its_trigger_the_database_would_let_it_change(ask):
    """The twin."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_message DISABLE TRIGGER message_stands")
        ask()
        cursor.execute("UPDATE casework_message SET text = 'other'")

    assert Message.objects.get().text == "other"


def test_a_question_waits_for_the_organisation_until_it_is_answered(ask, leaflet, owner):
    question = ask(answer_due_on=in_a_week())
    open_messages(leaflet, by=owner, at=database_now())
    leaflet.refresh_from_db()
    waited = [(each.case_id, each.unread, each.asks_by) for each in waiting_messages(owner, most=5)]

    write_message(leaflet, text="Here it is.", key=uuid4(), answers=question, by=owner, at=database_now())

    assert waited == [(leaflet.pk, 0, question.answer_due_at)]
    assert leaflet.due_at == question.answer_due_at
    assert waiting_messages(owner, most=5) == []
    assert Deadline.objects.get().done_at is not None
    with pytest.raises(Refused, match="answered already"):
        write_message(leaflet, text="Again", key=uuid4(), answers=question, by=owner, at=database_now())


def test_a_question_is_a_next_action_of_the_organisation_while_the_case_is_with_us(
    ask, leaflet, lead, owner, at, client
):
    Case.objects.filter(pk=leaflet.pk).update(owner_role=Role.PROGRAMME_LEAD)
    sign_in(client, owner)
    before = [*next_actions_of(owner)]
    question = ask(answer_due_on=in_a_week())
    page = client.get(reverse("my-actions")).content.decode()

    assert (before, [*next_actions_of(owner)]) == ([], [leaflet])
    assert "answer our question" in page
    assert reverse("case-messages", args=[leaflet.pk]) in page
    write_message(leaflet, text="Here it is.", key=uuid4(), answers=question, by=owner, at=database_now())
    assert [*next_actions_of(owner)] == []


def test_the_team_in_whose_queue_the_case_stands_is_told_until_somebody_has_it(leaflet, lead, owner):
    reader = make_staff(Role.PROGRAMME_LEAD)
    message = write_message(leaflet, text="A word of ours", key=uuid4(), by=owner, at=database_now())
    message.case.owner_role = Role.PROGRAMME_LEAD
    team = {person.pk for person in told_of(message)}
    message.case.owner = lead

    assert {lead.pk, reader.pk} <= team
    assert [person.pk for person in told_of(message)] == [lead.pk]


def test_a_question_is_brought_back_to_mind_by_mail(ask, leaflet, owner):
    load_handlers()
    ask(answer_due_on=timezone.localdate() + timedelta(days=2))
    deadline = Deadline.objects.get()
    Deadline.objects.update(created_at=database_now() - timedelta(days=5))

    assert remind(deadline.pk, at=database_now()) == people_of(leaflet.organisation).count()

    mail = OutboxEntry.objects.get(name="reminders/answer_due", payload__to=owner.email)
    assert mail.payload["context"]["link"].endswith(f"/cases/{leaflet.pk}/messages/")
    assert WORDS not in str(mail.payload)


def test_the_notice_goes_to_the_other_side_and_says_nothing_of_the_words(ask, leaflet, lead, owner):
    tell_of_message(ask(), by=None, at=database_now())
    answer = write_message(leaflet, text="A word of ours", key=uuid4(), by=owner, at=database_now())
    answer.case.owner_role = Role.PROGRAMME_LEAD  # the organisation's own draft has nobody else to tell
    tell_of_message(answer, by=None, at=database_now())

    mails = OutboxEntry.objects.filter(name="casework/message_waiting")
    members = [person.email for person in people_of(leaflet.organisation)]
    assert sorted(mail.payload["to"] for mail in mails) == sorted([*members, lead.email])
    assert not any(words in str(mail.payload) for mail in mails for words in (WORDS, "A word of ours"))


def test_the_timeline_tells_both_sides_that_there_is_one_and_seals_its_words(ask, leaflet, owner, lead):
    message = ask()

    event = Event.objects.order_by("-sequence").first()
    assert (event.note, event.data["message"], len(event.data["sha256"])) == ("", str(message.pk), 64)
    words = "Message sent to the organisation"
    assert [timeline_of(leaflet, user)[0].words for user in (owner, lead)] == [words, words]


def test_others_see_no_message_and_staff_who_only_look_do_not_count_as_reading(
    ask, leaflet, owner, provider_user, staff_user
):
    from tests.factories.people import make_provider

    stranger, auditor = make_provider(), staff_user(Role.PROGRAMME_LEAD, Role.AUDITOR)
    write_message(leaflet, text="From us", key=uuid4(), by=owner, at=database_now())

    assert list(messages_visible_to(stranger)) == []
    assert waiting_messages(stranger, most=5) == []
    assert standing_by_case([leaflet.pk], stranger) == {}
    assert standing_by_case([leaflet.pk], auditor) == {leaflet.pk: Standing(1, None)}
    assert standing_of(leaflet, auditor)["unread"] == 1


def test_who_only_reads_for_the_organisation_opens_and_does_not_write(ask, leaflet, owner):
    ask()
    Membership.objects.filter(user=owner).update(place=Place.READER)
    reader = type(owner).objects.get(pk=owner.pk)

    assert open_messages(leaflet, by=reader, at=database_now()) == 1
    with pytest.raises(Refused, match="lets you read messages"):
        write_message(leaflet, text="Hello", key=uuid4(), by=reader, at=database_now())


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": " \r\n "}, "Write your message"),
        ({"text": "x" * 10_001}, "at most 10,000 characters"),
        ({"answer_due_on": timezone.localdate() - timedelta(days=1)}, "must be in the future"),
    ],
)
def test_what_cannot_be_sent_says_why(more, sentence, ask):
    with pytest.raises(Refused, match=sentence):
        ask(**more)


def test_an_organisation_sets_nobody_a_date(leaflet, owner):
    with pytest.raises(Refused, match="Only those who work on the case"):
        write_message(leaflet, text="Hm", key=uuid4(), answer_due_on=in_a_week(), by=owner, at=database_now())
