"""Days and words on the nights when clocks change, on leap days and on any other day (C13)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.working_days import add_calendar_days, day_in_london, end_of_day, start_of_day

# London time, by the clock of the whole world; the day it is; what people read.
NIGHTS = [
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), "1:30am"),  # the first half past one
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), "1:30am"),  # the second
    (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), date(2027, 3, 28), "12:59am"),
    (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), date(2027, 3, 28), "2am"),  # there is no half past one
    (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1), "12:30am"),
    (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), date(2028, 2, 29), "midday"),
]
HOURS = [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2028, 2, 29), 24)]
DAYS = any_.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


INSTANT = timedelta(microseconds=1)  # a day ends with its last one


def really(moment: datetime) -> datetime:
    """By the clock of the whole world: subtracting London from London would forget the hour that is given or taken."""
    return moment.astimezone(UTC)


@pytest.mark.parametrize(("moment", "day", "said"), NIGHTS)
def test_a_moment_has_its_day_and_its_words_in_london(moment, day, said):
    assert (day_in_london(moment), said in in_words(moment)) == (day, True)


@pytest.mark.parametrize(("day", "hours"), HOURS)
def test_a_day_is_as_long_as_it_is(day, hours):
    assert really(end_of_day(day)) - really(start_of_day(day)) == timedelta(hours=hours) - INSTANT


def test_a_deadline_after_the_longest_night_is_not_an_hour_early():
    due = end_of_day(add_calendar_days(date(2026, 10, 24), 1))

    assert really(due) == datetime(2026, 10, 26, 0, 0, tzinfo=UTC) - INSTANT


def test_a_year_after_a_leap_day_there_is_a_day():
    assert add_calendar_days(date(2028, 2, 29), 365) == date(2029, 2, 28)


@given(DAYS)
@settings(max_examples=150, derandomize=True, database=None, deadline=None)
def test_every_day_begins_where_the_last_one_ended_and_holds_its_moments(day):
    before = day - timedelta(days=1)

    assert really(end_of_day(before)) == really(start_of_day(day)) - INSTANT
    assert day_in_london(start_of_day(day)) == day_in_london(end_of_day(day)) == day


def test_twin_a_day_counted_as_24_hours_ends_an_hour_early():
    day = date(2026, 10, 25)

    assert really(start_of_day(day)) + timedelta(hours=24) == really(end_of_day(day)) + INSTANT - timedelta(hours=1)
