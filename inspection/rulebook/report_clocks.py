"""The days of a report (R-402, R-404, R-406). Counting begins on the day after; the last day is open to its end."""

from datetime import date

from sandbox_portal.casework.working_days import WorkingDayCalendar, add_calendar_days, add_working_days

REPLY_WORKING_DAYS = 10
REVIEW_WORKING_DAYS = 15
DISPLAY_DAYS = 21
DRAFT_WORKING_DAYS = 15  # M-43


def reply_ends(sent_on: date, *, calendar: WorkingDayCalendar) -> date:
    """The last day on which the organisation says what is wrong in the draft."""
    return add_working_days(sent_on, REPLY_WORKING_DAYS, calendar=calendar)


def review_ends(published_on: date, *, calendar: WorkingDayCalendar) -> date:
    """The last day on which a review can be asked for."""
    return add_working_days(published_on, REVIEW_WORKING_DAYS, calendar=calendar)


def display_ends(published_on: date) -> date:
    """The day by which the rating is shown to people."""
    return add_calendar_days(published_on, DISPLAY_DAYS)


def draft_is_due(visited_on: date, *, calendar: WorkingDayCalendar) -> date:
    """The day by which the draft should be written, counted from the last visit."""
    return add_working_days(visited_on, DRAFT_WORKING_DAYS, calendar=calendar)
