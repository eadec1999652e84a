"""Days and times as people say them (R11): “4:12pm on Thursday 8 January 2026”, “3 days”."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .working_days import LONDON

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_in_words(day: date) -> str:
    """12 September 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_in_words(moment: datetime) -> str:
    """4:12pm, 5pm, midday, midnight; in London."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def in_words(moment: datetime) -> str:
    """5pm on Thursday 8 January 2026, in London."""
    local = moment.astimezone(LONDON)
    return f"{time_in_words(moment)} on {WEEKDAYS[local.weekday()]} {day_in_words(local.date())}"


def age_in_words(age: timedelta) -> str:
    """today, 1 day, 12 days: whole days, as lists show them."""
    days = max(age.days, 0)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("less than a day")
