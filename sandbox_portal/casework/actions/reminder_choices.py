"""Switch reminders off and on (R-801). Statutory ones cannot be switched off."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sandbox_portal.people.models import User

from ..models import ReminderChoice
from ..queries.reminders import may_be_switched_off, reminders_of
from ..refusals import Refused
from ..reminder_choices import choice_of


@transaction.atomic
def switch_off(choice: ReminderChoice, *, by: User | None, at: datetime) -> ReminderChoice:
    """No more of these to this address; switching off twice changes nothing. By the link in a mail `by` is nobody."""
    if sentence := may_be_switched_off(choice.code):
        raise Refused(sentence)
    ReminderChoice.objects.filter(pk=choice.pk, off_at=None).update(off_at=at, changed_by=by)
    choice.refresh_from_db()
    return choice


@transaction.atomic
def choose_reminders(user: User, *, wanted: Collection[str], by: User, at: datetime) -> int:
    """Switch on what is wanted and off what is not, of those the person can switch; how many changed."""
    if user.pk != by.pk:
        raise Refused("Everybody chooses their own reminders.")
    changed = 0
    for each in reminders_of(user):
        if each.why_not or each.is_on == (each.code in wanted):
            continue
        choice = choice_of(user.email, each.code)
        off_at = None if each.code in wanted else at
        changed += ReminderChoice.objects.filter(pk=choice.pk).update(off_at=off_at, changed_by=by)
    return changed
