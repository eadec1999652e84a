"""The record of a visit, field by field: what a field is called, what may stand in it, and whose words go on.

A field is a question of the checklist, a line of the agenda, a follow-up, or one of four others. Each goes on by
itself, so that two people who write one record lose nothing of each other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .captured import fingerprint_of

AGREED, ARRIVED, LEFT, SUMMARY = "agreed", "arrived", "left", "summary"
ASKED, AGENDA, FOLLOW = "asked:", "agenda:", "follow:"
LONGEST_NAME = 100
LONGEST = {AGREED: 500, ARRIVED: 5, LEFT: 5, SUMMARY: 10_000, ASKED: 5000, AGENDA: 3000, FOLLOW: 520}
TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")
LINE = re.compile(r"agenda:[0-9a-f]{12}\Z")
NUMBER = re.compile(r"follow:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
DATED = re.compile(r"(?P<words>.+?)\s*\(by (?P<day>\d{1,2})[ /.](?P<month>\d{1,2})[ /.](?P<year>\d{4})\)\Z")


def agenda_field(line: str) -> str:
    """The field of one line of the agenda. A tablet works the same name out from the same line."""
    return AGENDA + fingerprint_of(line.strip())[:12]


def lines_of(agenda: str) -> list[str]:
    return [line.strip() for line in agenda.splitlines() if line.strip()]


def plain(words: str) -> str:
    """The words as they are kept, whichever way a browser ends its lines."""
    return words.replace("\r\n", "\n").strip()


def fault_of(field: str, words: str, *, asked: Iterable[str]) -> str:
    """Why this cannot stand in the record, or nothing."""
    kind = field.partition(":")[0] + ":" if ":" in field else field
    if kind not in LONGEST or len(field) > LONGEST_NAME or not _is_known(field, words, asked=asked):
        return "The record of this visit has no such part."
    if len(words) > LONGEST[kind]:
        return f"Say it in {LONGEST[kind]:,} characters or fewer."
    if field in {ARRIVED, LEFT} and words and not TIME.match(words):
        return "Enter a time such as 10:30 or 14:00."
    if field.startswith(FOLLOW):
        return _fault_of_day(words)
    return ""


def _is_known(field: str, words: str, *, asked: Iterable[str]) -> bool:
    if field.startswith(ASKED):
        return field.removeprefix(ASKED) in asked
    if field.startswith(AGENDA):
        return bool(LINE.match(field)) and (not words or agenda_field(words) == field)
    return not field.startswith(FOLLOW) or bool(NUMBER.match(field))


def _fault_of_day(words: str) -> str:
    try:
        with_day(words)
    except ValueError:
        return f"There is no such day: {words}"
    return ""


def with_day(line: str) -> tuple[str, date | None]:
    """“Send the rota (by 12 9 2026)” as words and a day; raises ValueError for a day there is not."""
    found = DATED.match(line.strip())
    if not found:
        return line.strip(), None
    return found["words"], date(int(found["year"]), int(found["month"]), int(found["day"]))


def as_line(words: str, due: date | None) -> str:
    """The other way round."""
    return f"{words.strip()} (by {due.day} {due.month} {due.year})" if due else words.strip()


@dataclass(frozen=True)
class Merged:
    """The record as it goes on, and the fields in which two people wrote different words."""

    values: Mapping[str, str]
    conflicts: tuple[str, ...]


def merged(before: Mapping[str, str], *, mine: Mapping[str, str], now: Mapping[str, str]) -> Merged:
    """Put what I wrote into the record as it is now. `before` is how I found it.

    What I left as I found it is no word of mine. A follow-up that I took away stays when somebody changed it meanwhile.
    """
    values, conflicts = dict(now), []
    for field, words in mine.items():
        found, stands = before.get(field, ""), now.get(field, "")
        if words in {found, stands}:
            continue
        if stands == found:
            values[field] = words
        elif words or not field.startswith(FOLLOW):
            values[field] = words
            conflicts.append(field)
    return Merged(values, tuple(conflicts))
