"""The timers of F.6, by the examples EX-F6 to EX-F12."""

from datetime import UTC, date, datetime

import pytest

from registration.clocks import (
    Pause,
    appeal_ends,
    assessment_ends,
    change_to_be_told_by,
    day_of_notice,
    information_ends,
    is_in_time,
    is_past,
    representations_end,
    validation_ends,
)
from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.working_days import OutsideCalendarError

CALENDAR = england_and_wales()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("sent", "validated_by", "decided_by"),
    [
        ("2020-01-06", "2020-01-13", "2020-03-23"),
        ("2019-12-20", "2019-12-31", "2020-03-10"),
        ("2026-12-18", "2026-12-29", "2027-03-09"),
    ],
    ids=["EX-F6", "EX-F7 over Christmas 2019", "EX-F8 over Christmas 2026"],
)
def test_validation_takes_five_working_days_and_the_assessment_ten_weeks(sent, validated_by, decided_by):
    validation = validation_ends(day(sent), calendar=CALENDAR)

    assert (validation, assessment_ends(validation)) == (day(validated_by), day(decided_by))


def test_a_proposal_and_a_decision_each_leave_twenty_eight_days_as_in_ex_f6():
    proposal, decision = representations_end(day("2020-03-23")), appeal_ends(day("2020-05-01"))

    assert (proposal, decision) == (day("2020-04-20"), day("2020-05-29"))


def test_waiting_for_the_applicant_moves_the_end_by_as_many_days_as_in_ex_f9():
    waited = Pause(day("2020-02-03"), day("2020-02-17"))

    assert assessment_ends(day("2020-01-13"), [waited]) == day("2020-04-06")


def test_two_waits_add_up():
    waits = [Pause(day("2020-02-03"), day("2020-02-17")), Pause(day("2020-03-01"), day("2020-03-02"))]

    assert assessment_ends(day("2020-01-13"), waits) == day("2020-04-07")


def test_a_wait_that_ends_on_its_first_day_moves_nothing():
    assert assessment_ends(day("2020-01-13"), [Pause(day("2020-02-03"), day("2020-02-03"))]) == day("2020-03-23")


def test_the_assessment_has_no_end_while_the_applicant_is_asked():
    assert assessment_ends(day("2020-01-13"), [Pause(day("2020-02-03"))]) is None


def test_an_application_sent_again_starts_validation_anew_as_in_ex_f10():
    first, second = (validation_ends(day(sent), calendar=CALENDAR) for sent in ("2026-02-27", "2026-03-20"))

    assert (first, second) == (day("2026-03-06"), day("2026-03-27"))


def test_agreeing_on_day_nine_leaves_the_appeal_its_whole_time_as_in_ex_f11():
    served = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)

    assert day_of_notice(day("2026-06-10"), told_at=served) == 9
    assert appeal_ends(day("2026-06-10")) == day("2026-07-08")


def test_a_changed_statement_of_purpose_is_told_within_twenty_eight_days_as_in_ex_f12():
    assert change_to_be_told_by(day("2020-02-03")) == day("2020-03-02")


@pytest.mark.parametrize(("days", "last"), [(10, "2026-12-31"), (5, "2026-12-22"), (1, "2026-12-16")])
def test_a_request_for_information_counts_working_days(days, last):
    assert information_ends(day("2026-12-15"), calendar=CALENDAR, working_days=days) == day(last)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 7, 8, 22, 59, 59, tzinfo=UTC), True),  # 23:59:59 in London, in summer
        (datetime(2026, 7, 8, 23, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_last_day_ends_at_midnight_in_london_in_summer(moment, is_open):
    assert is_in_time(moment, last_day=day("2026-07-08")) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 12, 8, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 9, 0, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_last_day_ends_at_midnight_in_london_in_winter(moment, is_open):
    assert is_in_time(moment, last_day=day("2026-12-08")) is is_open


def test_what_has_a_last_day_is_late_from_the_day_after_and_what_has_none_never():
    last = day("2026-12-08")

    assert [is_past(last, last), is_past(last, day("2026-12-09")), is_past(None, last)] == [False, True, False]


def test_a_day_beyond_the_calendar_is_refused_and_not_guessed():
    with pytest.raises(OutsideCalendarError):
        validation_ends(day("2040-01-02"), calendar=CALENDAR)
