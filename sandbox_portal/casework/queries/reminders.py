"""Reminders as people see them: which one gets, which are switched off, and for staff what was sent (R-801, R-803)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..models import Reminder, ReminderChoice
from ..reminder_choices import DIGEST
from ..reminder_definitions import Definition, all_definitions

SENT, WAITS, FAILED = "sent", "waits", "failed"
A_MONTH = timedelta(days=30)
THE_DIGEST = "A letter every Monday: what waits for you"


@dataclass(frozen=True)
class OwnReminder:
    """One kind of reminder that a person may get; `why_not` says why it cannot be switched off."""

    code: str
    about: str
    is_on: bool
    why_not: str


def may_be_switched_off(code: str) -> str | None:
    """None when this reminder can be switched off; otherwise why not."""
    definition = all_definitions().get(code)
    return (definition.statutory or None) if definition else None


def reminders_of(user: User) -> list[OwnReminder]:
    """The reminders somebody like this person gets, in the order of content/reminders.yaml."""
    off = set(
        ReminderChoice.objects.filter(email=user.email.lower(), off_at__isnull=False).values_list("code", flat=True)
    )
    found = [
        OwnReminder(each.code, each.about, bool(each.statutory) or each.code not in off, each.statutory)
        for each in all_definitions().values()
        if each.active and _is_for(each, user)
    ]
    if roles_of(user):
        found.append(OwnReminder(DIGEST, THE_DIGEST, DIGEST not in off, ""))
    return found


def _is_for(definition: Definition, user: User) -> bool:
    sides = {"staff": bool(roles_of(user)), "provider": bool(organisation_places(user)), "link": False}
    return sides.get(definition.to, True)


@dataclass(frozen=True)
class Standing:
    """How one kind of reminder went in the last month."""

    definition: Definition
    sent: int
    waits: int
    failed: int
    off: int


def reminder_standing(at: datetime) -> list[Standing]:
    """Every kind of reminder with what became of it in the last month, and how many people have switched it off."""
    rows = (
        Reminder.objects.filter(created_at__gte=at - A_MONTH)
        .order_by()
        .values("deadline__reminder")
        .annotate(
            sent=Count("pk", filter=IS[SENT]),
            waits=Count("pk", filter=IS[WAITS]),
            failed=Count("pk", filter=IS[FAILED]),
        )
    )
    by_code = {row["deadline__reminder"]: (row["sent"], row["waits"], row["failed"]) for row in rows}
    off = dict(
        ReminderChoice.objects.filter(off_at__isnull=False).order_by().values_list("code").annotate(number=Count("pk"))
    )
    return [Standing(each, *by_code.get(code, (0, 0, 0)), off.get(code, 0)) for code, each in all_definitions().items()]


IS = {
    SENT: Q(entry__finished_at__isnull=False),
    WAITS: Q(entry__finished_at=None, entry__given_up_at=None),
    FAILED: Q(entry__given_up_at__isnull=False),
}


def reminders_sent(code: str = "", result: str = "") -> QuerySet[Reminder]:
    """What was sent, the newest first, narrowed by kind and by what became of it; for those who look after it."""
    found = Reminder.objects.select_related("deadline", "entry").order_by("-pk")
    if code:
        found = found.filter(deadline__reminder=code)
    return found.filter(IS[result]) if result in IS else found
