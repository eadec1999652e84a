"""Which day's reminder it is: the worked examples of the specification, and the edges."""

from datetime import date

import pytest

from sandbox_portal.casework.reminding import reminder_due

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
