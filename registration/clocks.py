"""The timers of an application to register (F.6): V, A, I, R, T and S. Days in, days out; what is open is open all day.

Counting begins on the day after something happened, and the last day counts to its last second in London (AMB-14).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sandbox_portal.casework.working_days import (
    WorkingDayCalendar,
    add_calendar_days,
    add_working_days,
    day_in_london,
    end_of_day,
)

VALIDATION_WORKING_DAYS = 5  # timer V
ASSESSMENT_DAYS = 70  # timer A, ten weeks
INFORMATION_WORKING_DAYS = 10  # timer I, unless another number is asked for
LONGEST_INFORMATION_WORKING_DAYS = 40
REPRESENTATION_DAYS = 28  # timer R, fixed by law
APPEAL_DAYS = 28  # timer T, fixed by law
CHANGE_DAYS = 28  # timer S, fixed by law
VISIT_NOTICE_WORKING_DAYS = 5


@dataclass(frozen=True)
class Pause:
    """Days on which the assessment waited for the applicant; `until` is None while it still waits."""

    since: date
    until: date | None = None

    @property
    def days(self) -> int:
        return (self.until - self.since).days if self.until else 0


def validation_ends(sent_on: date, *, calendar: WorkingDayCalendar) -> date:
    """Timer V: the last day on which to say whether an application is complete. Each attempt has its own."""
    return add_working_days(sent_on, VALIDATION_WORKING_DAYS, calendar=calendar)


def assessment_ends(accepted_on: date, pauses: Iterable[Pause] = ()) -> date | None:
    """Timer A: the day by which to decide or propose, later by every day of waiting. None while it stands still."""
    stood = list(pauses)
    if any(pause.until is None for pause in stood):
        return None
    return add_calendar_days(accepted_on, ASSESSMENT_DAYS + sum(pause.days for pause in stood))


def information_ends(
    asked_on: date, *, calendar: WorkingDayCalendar, working_days: int = INFORMATION_WORKING_DAYS
) -> date:
    """Timer I: the last day on which to answer a request for information."""
    return add_working_days(asked_on, working_days, calendar=calendar)


def representations_end(served_on: date) -> date:
    """Timer R: the last day for representations. Nothing stops it."""
    return add_calendar_days(served_on, REPRESENTATION_DAYS)


def appeal_ends(served_on: date) -> date:
    """Timer T: the last day for an appeal to the tribunal. Nothing stops it."""
    return add_calendar_days(served_on, APPEAL_DAYS)


def change_to_be_told_by(changed_on: date) -> date:
    """Timer S: the last day on which to tell us of a change in the statement of purpose. Nothing stops it."""
    return add_calendar_days(changed_on, CHANGE_DAYS)


def is_past(last_day: date | None, day: date) -> bool:
    """True from the day after the last one; what has no last day is never late."""
    return last_day is not None and day > last_day


def is_in_time(at: datetime, *, last_day: date) -> bool:
    """True up to the last moment of the last day in London."""
    return at <= end_of_day(last_day)


def day_of_notice(day: date, *, told_at: datetime) -> int:
    """Which day of a notice this is: 0 is the day it was served, 28 the last."""
    return (day - day_in_london(told_at)).days
