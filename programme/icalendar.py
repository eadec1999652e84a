"""Write key dates as an iCalendar file (RFC 5545), which calendars on phones and computers can read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FOLD_AT = 75  # octets in a line, RFC 5545 section 3.1


@dataclass(frozen=True)
class CalendarEntry:
    """One event: `when` is a moment, or a date when the whole day is meant; `until` is the end of one with a length."""

    uid: str
    title: str
    when: datetime | date
    place: str = ""
    until: datetime | None = None


def calendar_file(name: str, entries: Iterable[CalendarEntry], *, made_at: datetime) -> str:
    """The whole file; lines end as the standard asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sandbox Portal//Key dates//EN", f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        lines += _event(entry, made_at)
    lines.append("END:VCALENDAR")
    return "".join(folded + "\r\n" for line in lines for folded in _fold(line))


def _event(entry: CalendarEntry, made_at: datetime) -> list[str]:
    place = [f"LOCATION:{_text(entry.place)}"] if entry.place else []
    until = [f"DTEND:{_utc(entry.until)}"] if entry.until else []
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_utc(made_at)}",
        *_when(entry.when),
        *until,
        f"SUMMARY:{_text(entry.title)}",
        *place,
        "END:VEVENT",
    ]


def _when(when: datetime | date) -> list[str]:
    if isinstance(when, datetime):
        return [f"DTSTART:{_utc(when)}"]
    return [f"DTSTART;VALUE=DATE:{when:%Y%m%d}", f"DTEND;VALUE=DATE:{when + timedelta(days=1):%Y%m%d}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Cut a long line after 75 octets at most, never inside a character; what follows begins with a space."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > FOLD_AT:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
