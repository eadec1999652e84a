"""Which day's reminder it is: the worked examples of the specification, and the edges."""

from datetime import date

import pytest

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.reminding import reminder_due
from sandbox_portal.casework.working_days import working_day_beside

LONG_AGO = date(2020, 1, 1)
GOLD = (-180, -90, -30, -7, 1)


@pytest.mark.parametrize(
    ("today", "offset"),
    [
        (date(2027, 12, 17), None),
        (date(2027, 12, 18), -180),
        (date(2028, 3, 17), -90),
        (date(2028, 3, 21), -90),  # the job stood still from the 15th to the 20th
        (date(2028, 5, 16), -30),
        (date(2028, 6, 8), -7),
        (date(2028, 6, 16), 1),
    ],
)
def test_a_mark_that_ends_on_15_june_2028_is_reminded_of_as_in_the_worked_example(today, offset):
    assert reminder_due(GOLD, due_on=date(2028, 6, 15), since=LONG_AGO, today=today) == offset


def test_of_several_missed_days_only_the_latest_counts():
    assert reminder_due((-14, -7, -2), due_on=date(2026, 5, 20), since=LONG_AGO, today=date(2026, 5, 19)) == -2


def test_a_day_before_the_deadline_was_set_was_not_missed():
    set_on = date(2026, 5, 15)
    assert reminder_due((-14, -7, -2), due_on=date(2026, 5, 20), since=set_on, today=date(2026, 5, 16)) is None


def test_days_to_go_are_not_told_when_none_are_left():
    assert reminder_due((-14, -7, -2), due_on=date(2026, 5, 20), since=LONG_AGO, today=date(2026, 5, 21)) is None


def test_a_leap_day_counts():
    assert reminder_due((-1,), due_on=date(2028, 3, 1), since=LONG_AGO, today=date(2028, 2, 29)) == -1


def beside(day: date, offset: int) -> date:
    return working_day_beside(day, offset, calendar=england_and_wales())


@pytest.mark.parametrize(
    ("day", "offset", "expected"),
    [
        (date(2020, 1, 13), -1, date(2020, 1, 10)),  # Monday, Friday
        (date(2020, 1, 13), 0, date(2020, 1, 13)),
        (date(2020, 1, 10), 1, date(2020, 1, 13)),
        (date(2020, 1, 11), -1, date(2020, 1, 10)),  # a Saturday
        (date(2020, 4, 14), -1, date(2020, 4, 9)),  # Easter lies between
        (date(2020, 4, 9), 1, date(2020, 4, 14)),
        (date(2020, 1, 15), -3, date(2020, 1, 10)),
    ],
)
def test_a_working_day_before_or_after_leaves_out_weekends_and_bank_holidays(day, offset, expected):
    assert beside(day, offset) == expected


@pytest.mark.parametrize(
    ("today", "offset"),
    [
        (date(2020, 4, 8), None),
        (date(2020, 4, 9), -1),  # the Thursday before Easter, for a check due on the Tuesday after
        (date(2020, 4, 13), -1),
        (date(2020, 4, 14), 0),
        (date(2020, 4, 15), 1),
    ],
)
def test_a_check_that_is_due_after_easter_is_reminded_of_before_easter(today, offset):
    due = {"due_on": date(2020, 4, 14), "since": LONG_AGO, "today": today}
    assert reminder_due((-1, 0, 1), **due, day_of=beside) == offset
