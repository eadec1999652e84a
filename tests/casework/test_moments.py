"""Days and times as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sandbox_portal.casework.moments import age_in_words, day_in_words, in_words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 8, 17, 0, tzinfo=UTC), "5pm on Thursday 8 January 2026"),
        (datetime(2026, 7, 8, 15, 12, tzinfo=UTC), "4:12pm on Wednesday 8 July 2026"),
        (datetime(2026, 7, 8, 11, 0, tzinfo=UTC), "midday on Wednesday 8 July 2026"),
        (datetime(2026, 7, 8, 23, 0, tzinfo=UTC), "midnight on Thursday 9 July 2026"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "1:30am on Sunday 25 October 2026"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "1:30am on Sunday 25 October 2026"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "2am on Sunday 28 March 2027"),
        (datetime(2028, 2, 29, 0, 5, tzinfo=UTC), "12:05am on Tuesday 29 February 2028"),
    ],
)
def test_a_moment_is_told_in_london_time_also_when_the_clocks_change(moment, words):
    assert in_words(moment) == words


def test_a_day_has_its_month_in_full():
    assert day_in_words(date(2026, 9, 12)) == "12 September 2026"


@pytest.mark.parametrize(
    ("hours", "words"), [(-1, "less than a day"), (23, "less than a day"), (24, "1 day"), (300, "12 days")]
)
def test_an_age_is_told_in_whole_days(hours, words):
    assert age_in_words(timedelta(hours=hours)) == words
