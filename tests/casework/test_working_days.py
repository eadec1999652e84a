"""Days and deadlines (R-905), with the dates the worked examples name."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox_portal.casework.calendars import CalendarError, england_and_wales, load_calendar
from sandbox_portal.casework.working_days import (
    OutsideCalendarError,
    WorkingDayCalendar,
    add_calendar_days,
    add_working_days,
    day_in_london,
    end_of_day,
    is_working_day,
    start_of_day,
)

ENGLAND_AND_WALES = england_and_wales()


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-12-14", 10, "2026-12-30"),
        ("2019-12-20", 5, "2019-12-31"),
        ("2026-12-18", 5, "2026-12-29"),
        ("2026-04-20", 20, "2026-05-19"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2020-05-07", 1, "2020-05-11"),
        ("2022-05-31", 2, "2022-06-06"),
        ("2024-12-31", 1, "2025-01-02"),
        ("2018-12-31", 1, "2019-01-02"),
        ("2026-12-14", 0, "2026-12-14"),
        ("2028-12-28", 1, "2028-12-29"),
    ],
)
def test_working_days_skip_weekends_and_bank_holidays_and_the_day_itself(start, count, due):
    assert add_working_days(day(start), count, calendar=ENGLAND_AND_WALES) == day(due)


def test_the_working_days_of_each_year_are_those_of_the_table():
    counted = {
        year: sum(
            is_working_day(date(year, 1, 1) + timedelta(days=number), calendar=ENGLAND_AND_WALES)
            for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
        )
        for year in range(2019, 2029)
    }

    assert counted == {
        2019: 253,
        2020: 254,
        2021: 253,
        2022: 250,
        2023: 251,
        2024: 254,
        2025: 253,
        2026: 253,
        2027: 253,
        2028: 252,
    }


@pytest.mark.parametrize(("start", "count", "due"), [("2020-03-10", 28, "2020-04-07"), ("2026-02-28", 1, "2026-03-01")])
def test_calendar_days_count_every_day_after_the_day_of_service(start, count, due):
    assert add_calendar_days(day(start), count) == day(due)


def test_a_day_outside_the_calendar_is_refused_in_a_sentence():
    with pytest.raises(OutsideCalendarError) as refused:
        add_working_days(day("2028-12-20"), 10, calendar=ENGLAND_AND_WALES)

    assert str(refused.value) == (
        "The bank holidays of 2029 are not known: the calendar “England and Wales” covers 2019 to 2028."
    )


def test_a_day_before_the_calendar_is_refused():
    with pytest.raises(OutsideCalendarError, match="2018"):
        add_working_days(day("2018-12-20"), 1, calendar=ENGLAND_AND_WALES)


def test_calendar_days_beyond_the_last_year_are_refused():
    with pytest.raises(OutsideCalendarError, match="beyond the year 9999"):
        add_calendar_days(day("2026-01-01"), 10_000_000)
    with pytest.raises(OutsideCalendarError):
        add_calendar_days(day("2026-01-01"), 10**30)


def test_a_deadline_is_not_counted_backwards():
    with pytest.raises(ValueError, match="backwards"):
        add_calendar_days(day("2026-01-01"), -1)
    with pytest.raises(ValueError, match="backwards"):
        add_working_days(day("2026-01-01"), -1, calendar=ENGLAND_AND_WALES)


@pytest.mark.parametrize(
    ("of", "last_moment", "hours"),
    [
        ("2026-03-28", datetime(2026, 3, 28, 23, 59, 59, 999999, tzinfo=UTC), 24),
        ("2026-03-29", datetime(2026, 3, 29, 22, 59, 59, 999999, tzinfo=UTC), 23),
        ("2026-06-30", datetime(2026, 6, 30, 22, 59, 59, 999999, tzinfo=UTC), 24),
        ("2026-10-25", datetime(2026, 10, 25, 23, 59, 59, 999999, tzinfo=UTC), 25),
    ],
)
def test_a_day_ends_at_midnight_in_london_also_when_the_clocks_change(of, last_moment, hours):
    length = end_of_day(day(of)).astimezone(UTC) - start_of_day(day(of)).astimezone(UTC)

    assert end_of_day(day(of)) == last_moment
    assert length + timedelta(microseconds=1) == timedelta(hours=hours)
    assert day_in_london(end_of_day(day(of))) == day(of)
    assert day_in_london(last_moment + timedelta(microseconds=1)) == day(of) + timedelta(days=1)


def test_the_day_in_london_is_not_the_day_elsewhere():
    assert day_in_london(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == day("2026-07-01")
    assert day_in_london(datetime(2026, 1, 1, 8, 0, tzinfo=ZoneInfo("Asia/Tokyo"))) == day("2025-12-31")


def test_a_moment_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        day_in_london(datetime(2026, 6, 30))  # noqa: DTZ001 - the point of the test


GOOD_FILE = """
name: Testland
years:
  2026:
    2026-12-25: Christmas Day
  2027: {2027-01-01: New Year's Day}
"""


def test_a_calendar_file_is_read_whole(tmp_path):
    path = tmp_path / "testland.yaml"
    path.write_text(GOOD_FILE)

    assert load_calendar(path) == WorkingDayCalendar(
        "Testland", 2026, 2027, {day("2026-12-25"): "Christmas Day", day("2027-01-01"): "New Year's Day"}
    )


@pytest.mark.parametrize(
    ("wrong", "right", "problem"),
    [
        ("2026-12-25:", "2026-12-35:", "line 5: “2026-12-35” is not a date; write it as 2026-12-25."),
        ("2026-12-25:", "20261225:", "line 5: “20261225” is not a date; write it as 2026-12-25."),
        ("2026-12-25:", "2025-12-25:", "line 5: 2025-12-25 stands under 2026."),
        ("2026-12-25:", "2026-12-26:", "line 5: 2026-12-26 is a Saturday; give the substitute day, "),
        ("Christmas Day", "", "line 5: expected some text."),
        ("Christmas Day", "[Christmas]", "line 5: expected some text."),
        ("  2027:", "  2028:", "line 2: the year 2027 is missing between 2026 and 2028."),
        ("  2027:", "  2026:", "line 6: “2026” is given twice."),
        ("  2027:", "  next:", "line 6: “next” is not a year."),
        ("name:", "title:", "line 2: “title” is not known here; use name and years."),
        ("{2027-01-01: New Year's Day}", "none", "line 6: expected names with values."),
        ("name: Testland", "name: [", "this is not YAML: "),
        (GOOD_FILE, "", "line 1: expected names with values."),
        (GOOD_FILE, "- 2026", "line 1: expected names with values."),
    ],
)
def test_what_is_wrong_in_a_calendar_file_is_named_with_its_line(tmp_path, wrong, right, problem):
    path = tmp_path / "testland.yaml"
    path.write_text(GOOD_FILE.replace(wrong, right))

    with pytest.raises(CalendarError) as refused:
        load_calendar(path)

    assert str(path) in str(refused.value)
    assert problem in str(refused.value)


def test_a_calendar_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CalendarError, match="cannot be read"):
        load_calendar(tmp_path / "nowhere.yaml")
