"""Key dates as a file that calendars on phones and computers can read."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from programme.choices import RoundStage
from programme.icalendar import CalendarEntry, calendar_file
from tests.factories.rounds import make_round, round_at

MADE_AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def lines_of(*entries: CalendarEntry) -> list[str]:
    return calendar_file("Round 9", entries, made_at=MADE_AT).split("\r\n")


def test_a_moment_is_written_in_universal_time_and_a_day_as_a_day():
    moment = CalendarEntry("a@portal", "First workshop", datetime(2026, 7, 1, 9, tzinfo=UTC), "Old Hall")
    day = CalendarEntry("b@portal", "Summit", date(2026, 12, 31))

    assert lines_of(moment, day) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sandbox Portal//Key dates//EN",
        "X-WR-CALNAME:Round 9",
        "BEGIN:VEVENT",
        "UID:a@portal",
        "DTSTAMP:20260504T123000Z",
        "DTSTART:20260701T090000Z",
        "SUMMARY:First workshop",
        "LOCATION:Old Hall",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:b@portal",
        "DTSTAMP:20260504T123000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Summit",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_signs_with_a_meaning_are_escaped():
    entry = CalendarEntry("a@portal", "Sift; scores, and\r\nBEGIN:VEVENT \\ more", date(2026, 5, 4))

    assert "SUMMARY:Sift\\; scores\\, and\\nBEGIN:VEVENT \\\\ more" in lines_of(entry)


@pytest.mark.parametrize("letter", ["x", "é", "漢", "🙂"])
def test_long_lines_are_folded_at_75_octets_and_come_back_whole(letter):
    text = calendar_file("R", [CalendarEntry("a@portal", letter * 200, date(2026, 5, 4))], made_at=MADE_AT)

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{letter * 200}\r\n" in text.replace("\r\n ", "")


@pytest.mark.django_db
def test_the_file_of_a_round_holds_the_closing_of_its_window_and_every_key_date(client):
    round_ = round_at(RoundStage.OPEN)

    response = client.get(reverse("round-calendar", args=[round_.slug]))

    text = response.content.decode()
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/calendar; charset=utf-8",
        f'attachment; filename="{round_.slug}.ics"',
    )
    assert [line for line in text.split("\r\n") if line.startswith("UID:")] == [
        f"UID:{round_.slug}-{code}@localhost"
        for code in ("closing", "sift", "sign-off", "workshop-1", "workshop-2", "summit")
    ]
    assert f"DTSTART:{round_.closes_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text


@pytest.mark.django_db
def test_days_of_the_real_round_3_stay_the_days_of_the_papers(client):
    round_ = make_round(like=3, number=3)

    text = client.get(reverse("round-calendar", args=[round_.slug])).content.decode()

    assert [line for line in text.split("\r\n") if line.startswith("DTSTART;VALUE=DATE")] == [
        "DTSTART;VALUE=DATE:20191031",
        "DTSTART;VALUE=DATE:20191127",
        "DTSTART;VALUE=DATE:20191128",
        "DTSTART;VALUE=DATE:20191212",
        "DTSTART;VALUE=DATE:20200901",
    ]
