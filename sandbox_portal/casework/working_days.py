"""Days and deadlines, through one set of functions (R-905). A day is a date in London; moments are aware."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5
ONE_DAY = timedelta(days=1)


class OutsideCalendarError(ValueError):
    """Says in one plain sentence which day the calendar does not know."""


@dataclass(frozen=True)
class WorkingDayCalendar:
    """The bank holidays of whole years, with their names. Outside its years nothing is known, and nothing guessed."""

    name: str
    first_year: int
    last_year: int
    holidays: Mapping[date, str] = field(default_factory=dict)


def is_working_day(day: date, *, calendar: WorkingDayCalendar) -> bool:
    """Monday to Friday, and not a bank holiday."""
    if not calendar.first_year <= day.year <= calendar.last_year:
        raise OutsideCalendarError(
            f"The bank holidays of {day.year} are not known: "
            f"the calendar “{calendar.name}” covers {calendar.first_year} to {calendar.last_year}."
        )
    return day.weekday() < SATURDAY and day not in calendar.holidays


def add_working_days(day: date, count: int, *, calendar: WorkingDayCalendar) -> date:
    """Count working days after this day, which itself is not counted."""
    for _ in range(_checked(count)):
        day = add_calendar_days(day, 1)
        while not is_working_day(day, calendar=calendar):
            day = add_calendar_days(day, 1)
    return day


def working_days_between(first: date, last: date, *, calendar: WorkingDayCalendar) -> int:
    """Count the working days after the first day, up to and with the last."""
    weeks, rest = divmod(max((last - first).days, 0), 7)
    days = weeks * SATURDAY
    days += sum((last - ONE_DAY * back).weekday() < SATURDAY for back in range(rest))
    for year in {first.year, last.year}:
        is_working_day(date(year, 1, 1), calendar=calendar)  # outside its years nothing is guessed
    return days - sum(first < day <= last for day in calendar.holidays)


def working_days_before(day: date, count: int, *, calendar: WorkingDayCalendar) -> date:
    """The last day from which `count` working days have passed up to and with this one."""
    for _ in range(_checked(count)):
        while not is_working_day(day, calendar=calendar):
            day -= ONE_DAY
        day -= ONE_DAY
    return day


def working_day_beside(day: date, offset: int, *, calendar: WorkingDayCalendar) -> date:
    """The working day so many working days before (-1) or after (1) this day; the day itself for none."""
    if offset >= 0:
        return add_working_days(day, offset, calendar=calendar)
    for _ in range(-offset):
        day -= ONE_DAY
        while not is_working_day(day, calendar=calendar):
            day -= ONE_DAY
    return day


def add_calendar_days(day: date, count: int) -> date:
    """Count calendar days after this day, which itself is not counted."""
    try:
        return day + ONE_DAY * _checked(count)
    except OverflowError as overflow:
        raise OutsideCalendarError(f"{count} days after {day.isoformat()} is beyond the year 9999.") from overflow


def _checked(count: int) -> int:
    if count < 0:
        raise ValueError("A deadline cannot be counted backwards.")
    return count


def day_in_london(moment: datetime) -> date:
    """Give the day it was in London at this moment."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """Give the last moment of this day in London, to the database's microsecond: in time is `at <= end_of_day`."""
    return datetime.combine(day, time.max, tzinfo=LONDON)


def start_of_day(day: date) -> datetime:
    """Give the first moment of this day in London."""
    return datetime.combine(day, time.min, tzinfo=LONDON)
