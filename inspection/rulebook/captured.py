"""What a tablet says of something it saved without signal: its fingerprint, its time, and its words.

`content` is the very text the tablet made the fingerprint of at the moment of saving. It is never written anew on the
way, so anybody can work out the fingerprint again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

NEWEST = 2
ACCEPTED = (NEWEST - 1, NEWEST)  # a tablet that was away while we changed the page is one version behind at most
FLAGGED_FROM = timedelta(minutes=10)
LONGEST = 100_000
NUMBERS_FOR_A_TABLET = 20
FIRST_NUMBER_OF_A_TABLET = 101


class UnreadableError(ValueError):
    """It is not what the page on the tablet writes."""


@dataclass(frozen=True)
class Operation:
    """One thing as it was sent. `base_version` is the version the tablet knew; 0 when it was new."""

    op_id: UUID
    kind: str
    subject: UUID
    visit: int
    counter: int
    base_version: int
    captured_at: datetime
    content: str
    fingerprint: str
    values: Mapping[str, Any]


def fingerprint_of(content: str | bytes) -> str:
    """SHA-256, as 64 letters and digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def is_whole(operation: Operation) -> bool:
    """True when what arrived is what was saved."""
    return fingerprint_of(operation.content) == operation.fingerprint


def read_operation(sent: Any) -> Operation:
    """What was sent, every part of the kind it should be; raises UnreadableError."""
    try:
        content = _text(sent["content"], LONGEST)
        values = json.loads(content)
        return Operation(
            op_id=UUID(_text(sent["op_id"])),
            kind=_text(sent["kind"]),
            subject=UUID(_text(values["id"])),
            visit=_number(values["visit"]),
            counter=_number(values["counter"]),
            base_version=_number(sent["base_version"]),
            captured_at=read_moment(values["captured_at"]),
            content=content,
            fingerprint=_text(sent["fingerprint"]),
            values=values,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableError from error


def read_moment(said: Any) -> datetime:
    """A moment of the tablet's clock, which says its offset."""
    try:
        moment = datetime.fromisoformat(_text(said))
        if moment.tzinfo is None:
            raise UnreadableError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableError from error


def words_of(values: Mapping[str, Any], name: str) -> str:
    return _text(values.get(name, ""), LONGEST)


def list_of(values: Mapping[str, Any], name: str) -> list[str]:
    said = values.get(name, [])
    if not isinstance(said, list):
        raise UnreadableError
    return [_text(each) for each in said[:200]]


def yes_of(values: Mapping[str, Any], name: str) -> bool:
    return values.get(name) is True


def skew(device_now: datetime, *, at: datetime) -> timedelta:
    """How far the tablet's clock was behind ours when it sent."""
    return at - device_now


def behind_when_saved(captured_at: datetime, behind: timedelta, *, taken_at: datetime, at: datetime) -> timedelta:
    """How far the clock was behind when something was saved, of a clock that may have been put right since (E06).

    Nothing is saved on a tablet before its visit was taken along, nor after it has come: then the clock said it wrong,
    by as much at least.
    """
    said = when_by_our_clock(captured_at, behind)
    if said < taken_at - FLAGGED_FROM:
        return taken_at - captured_at
    return at - captured_at if said > at + FLAGGED_FROM else behind


def seconds_of(behind: timedelta) -> int:
    """As it is kept; a clock may be wrong by decades."""
    return max(-(2**31), min(2**31 - 1, round(behind.total_seconds())))


def is_flagged(seconds: int) -> bool:
    """A clock more than ten minutes wrong is said beside what it stamped."""
    return abs(seconds) > FLAGGED_FROM.total_seconds()


def clock_in_words(seconds: int) -> str:
    """How wrong the clock of a tablet was."""
    minutes = max(1, abs(seconds) // 60)
    whole = f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
    return f"{whole} {'behind' if seconds > 0 else 'ahead'}"


def when_seen(captured_at: datetime, behind: timedelta, *, at: datetime) -> datetime:
    """When it was seen, by our clock: the tablet's word, mended when its clock was flagged, and never ahead of now."""
    return min(when_by_our_clock(captured_at, behind), at)


def when_by_our_clock(captured_at: datetime, behind: timedelta) -> datetime:
    """The tablet's word, mended when its clock was flagged."""
    return captured_at + behind if is_flagged(int(behind.total_seconds())) else captured_at


def _text(said: Any, longest: int = 1000) -> str:
    if not isinstance(said, str) or len(said) > longest:
        raise UnreadableError
    return said


def _number(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said < 2**31:
        raise UnreadableError
    return said
