"""Write, open and take back messages between an organisation and the people who work on its case."""

import hashlib
from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.people.models import User

from ..deadlines import cancel_deadline, finish_deadline, set_deadline
from ..events import record
from ..kinds import kind_of
from ..models import Case, Deadline, Message
from ..moments import in_words
from ..outbox import queue_mail, queue_task
from ..queries.messages import deadline_key_of, is_of_the_organisation, opens_messages, told_of, unread_in
from ..refusals import Refused
from ..working_days import LONDON

TELL = "casework.tell_of_message"
LONGEST = 10_000
ANSWER_BY = time(17)
SENT_ALREADY = "This page was used to send another message already. Nothing you typed is lost: send it again from here."


@transaction.atomic
def write_message(
    case: Case,
    *,
    text: str,
    key: UUID,
    answer_due_on: date | None = None,
    answers: Message | None = None,
    by: User,
    at: datetime,
) -> Message:
    """Send a message to the other side; the same key again is the same message, so a double click sends once.

    The timeline says that there is one and seals its words by their SHA-256; it does not repeat them.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    there = Message.objects.filter(key=key).first()
    if there:
        return _same(there, case, text, by)
    words = _words(case, text, by)
    message = Message.objects.create(
        key=key,
        case=case,
        is_from_staff=not is_of_the_organisation(case, by),
        text=words,
        written_by=by,
        sent_at=at,
        answers=_settled(answers, case),
        answer_due_at=_due(case, answer_due_on, by, at),
    )
    side = "to" if message.is_from_staff else "by"
    record(case, verb=f"message sent {side} the organisation", by=by, at=at, data=_seal(message))
    _mind_the_deadline(message, at)
    queue_task(TELL, key=f"tell-of-message-{message.pk}", message_id=str(message.pk))
    return message


@transaction.atomic
def open_messages(case: Case, *, by: User, at: datetime) -> int:
    """Note that this side has read what the other wrote; how many there were. Opening twice notes the first time."""
    if not opens_messages(case, by):
        raise Refused("You can read these messages, but it is for those who work on the case to open them.")
    waiting = list(unread_in(case, by).select_for_update(of=("self",)).values_list("pk", flat=True))
    return Message.objects.filter(pk__in=waiting).update(read_at=at, read_by=by)


@transaction.atomic
def withdraw_message(message: Message, *, by: User, at: datetime) -> Message:
    """Take a message back before anybody of the other side has opened it. That there was one stays written."""
    message = Message.objects.select_for_update(of=("self",)).select_related("case").get(pk=message.pk)
    case = message.case
    refusal = kind_of(case).may_message(case, by)
    if refusal or message.is_from_staff == is_of_the_organisation(case, by):
        raise Refused(refusal or "Only those who sent a message can take it back.")
    if message.withdrawn_at is not None:
        return message
    if message.read_at is not None:
        raise Refused("This message has been read, so it cannot be taken back. You can write another one.")
    if Message.objects.filter(answers=message).exists():
        raise Refused("This message has been answered, so it cannot be taken back.")
    message.withdrawn_at, message.withdrawn_by = at, by
    message.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(case, verb="message taken back", by=by, at=at, data=_seal(message))
    if message.answer_due_at is not None:
        cancel_deadline(deadline_key_of(message), at=at)
    return message


@transaction.atomic
def tell_of_message(message: Message, *, by: User | None, at: datetime) -> int:
    """Mail everybody of the other side that a message waits, never what it says; how many were told."""
    if message.withdrawn_at is not None or message.read_at is not None:
        return 0
    people = told_of(message)
    for person in people:
        queue_mail(
            "casework/message_waiting",
            to=person.email,
            key=f"message-{message.pk}-{person.pk}",
            context={
                "name": person.name,
                "reference": message.case.reference or "",
                "due": in_words(message.answer_due_at) if message.answer_due_at else "",
                "link": f"{settings.PORTAL_URL}{reverse('case-messages', args=[message.case_id])}",
            },
        )
    return len(people)


def wait_longer(deadline: Deadline, *, due_at: datetime, by: User, at: datetime) -> None:
    """More time was given for the answer to a question: the message says so too, in the same transaction."""
    Message.objects.filter(pk=deadline.subject).update(answer_due_at=due_at)


def _same(there: Message, case: Case, text: str, by: User) -> Message:
    if there.case_id == case.pk and there.written_by_id == by.pk and there.text == _plain(text):
        return there
    raise Refused(SENT_ALREADY)


def _words(case: Case, text: str, by: User) -> str:
    refusal = kind_of(case).may_message(case, by)
    if case.organisation_id is None:
        refusal = "No organisation stands behind this case, so there is nobody to write to."
    if refusal:
        raise Refused(refusal)
    words = _plain(text)
    if not words:
        raise Refused("Write your message.")
    if len(words) > LONGEST:
        raise Refused(f"A message has at most {LONGEST:,} characters. Put the rest into a file.")
    return words


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _settled(answers: Message | None, case: Case) -> Message | None:
    if answers is None:
        return None
    question = Message.objects.select_for_update(of=("self",)).get(pk=answers.pk)
    if question.case_id != case.pk or question.answer_due_at is None or question.withdrawn_at is not None:
        raise Refused("That question is not waiting for an answer.")
    if Message.objects.filter(answers=question).exists():
        raise Refused("That question has been answered already. Send your message without choosing it.")
    return question


def _due(case: Case, day: date | None, by: User, at: datetime) -> datetime | None:
    if day is None:
        return None
    if is_of_the_organisation(case, by):
        raise Refused("Only those who work on the case can set a date for an answer.")
    due_at = datetime.combine(day, ANSWER_BY, LONDON)
    if due_at <= at:
        raise Refused("The day for the answer must be in the future.")
    return due_at


def _seal(message: Message) -> dict[str, str]:
    return {"message": str(message.pk), "sha256": hashlib.sha256(message.text.encode()).hexdigest()}


def _mind_the_deadline(message: Message, at: datetime) -> None:
    if message.answers is not None:
        finish_deadline(deadline_key_of(message.answers), at=at)
    if message.answer_due_at is not None:
        set_deadline(
            deadline_key_of(message),
            kind="message_answer",
            about=f"An answer to our question about “{message.case.title}”"[:250],
            due_at=message.answer_due_at,
            rule="5pm on the day that was asked for",
            case=message.case,
            subject=str(message.pk),
            reminder="M-24",
            at=at,
        )
