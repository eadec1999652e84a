"""Remind people of deadlines: each of them once per deadline, day and offset, whatever runs twice or not at all."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction

from sandbox_portal.people.models import User

from .calendars import england_and_wales
from .clockwork import every_day
from .deadlines import running
from .models import Deadline, Reminder
from .moments import in_words
from .outbox import queue_mail
from .reminder_choices import address_to_switch_off, choice_of
from .reminder_definitions import Definition, definition_of
from .reminding import calendar_day, reminder_due
from .working_days import day_in_london, working_day_beside

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipient:
    """Somebody to remind, and the page of ours where they can do what is due: “/applications/…/”."""

    email: str
    name: str
    address: str

    @classmethod
    def of(cls, user: User, address: str) -> "Recipient":
        return cls(user.email, user.name, address)


Audience = Callable[[Deadline], Iterable[Recipient]]

_audiences: dict[str, Audience] = {}


def audience(name: str) -> Callable[[Audience], Audience]:
    """Name the function that says who is to be reminded: those who still have it to do, and may know of it."""

    def register(function: Audience) -> Audience:
        _audiences[name] = function
        return function

    return register


@every_day("reminders", at=time(7, 0))
def create_due_reminders(*, at: datetime) -> int:
    """Queue every reminder whose day has come; how many. A fault in one deadline does not stop the others."""
    waiting = Deadline.objects.filter(running(), paused_at=None).exclude(reminder="")
    return sum(_remind_safely(key, at) for key in waiting.values_list("pk", flat=True))


def _remind_safely(pk: int, at: datetime) -> int:
    try:
        return remind(pk, at=at)
    except Exception:
        logger.exception("a reminder could not be made", extra={"deadline": pk})
        return 0


@transaction.atomic
def remind(pk: int, *, at: datetime) -> int:
    """Queue the reminder of one deadline if its day has come and it was not queued before; how many were queued."""
    deadline = Deadline.objects.select_for_update(skip_locked=True).filter(running(), pk=pk, paused_at=None).first()
    if deadline is None:
        return 0
    definition = definition_of(deadline.reminder)
    offset = reminder_due(
        definition.offsets,
        due_on=day_in_london(deadline.due_at),
        since=day_in_london(deadline.created_at),
        today=day_in_london(at),
        day_of=_working_day if definition.in_working_days else calendar_day,
    )
    if offset is None or not definition.active or _was_sent(deadline, offset) or _is_over(deadline, offset, at):
        return 0
    people = {each.email.lower(): each for each in _audiences[definition.audience](deadline)}
    return sum(_queue_if_wanted(deadline, definition, offset, recipient, at) for recipient in people.values())


def _working_day(due_on: date, offset: int) -> date:
    return working_day_beside(due_on, offset, calendar=england_and_wales())


def _queue_if_wanted(
    deadline: Deadline, definition: Definition, offset: int, recipient: Recipient, at: datetime
) -> bool:
    """Leave out whoever has switched it off; a statutory one goes to everybody (R-801)."""
    if definition.statutory:
        _queue(deadline, definition, offset, recipient, at, "")
        return True
    choice = choice_of(recipient.email, definition.code)
    if choice.off_at is None:
        _queue(deadline, definition, offset, recipient, at, address_to_switch_off(choice))
    return choice.off_at is None


def _was_sent(deadline: Deadline, offset: int) -> bool:
    return Reminder.objects.filter(deadline=deadline, due_at=deadline.due_at, offset=offset).exists()


def _is_over(deadline: Deadline, offset: int, at: datetime) -> bool:
    return offset <= 0 and deadline.due_at <= at


def _queue(
    deadline: Deadline, definition: Definition, offset: int, recipient: Recipient, at: datetime, off: str
) -> None:
    entry = queue_mail(
        definition.template,
        to=recipient.email,
        key=f"reminder-{deadline.pk}-{deadline.due_at:%Y%m%dT%H%M}-{offset}-{recipient.email.lower()}"[:200],
        context={
            "name": recipient.name,
            "about": deadline.about,
            "due": in_words(deadline.due_at),
            "link": f"{settings.PORTAL_URL}{recipient.address}",
        },
        unsubscribe=off,
    )
    Reminder.objects.create(
        deadline=deadline, due_at=deadline.due_at, offset=offset, recipient=recipient.email, created_at=at, entry=entry
    )
