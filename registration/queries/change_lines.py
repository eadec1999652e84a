"""What the register tells of the fact that a change touches, line by line: now, and as it would be (R-281)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sandbox_portal.questions.queries import answers_of, response_of
from sandbox_portal.register.models import Particulars

from ..changes import CONDITIONS, KINDS, LOCATIONS, MANAGERS, ChangeKind, place_line, proposed
from ..models import Change
from .held import services_now


def lines_now(change: Change, day: date) -> tuple[str, ...]:
    """What the register tells today of the fact that the change touches, one line each."""
    services, kind = services_now(change.registration, day), KINDS[change.kind]
    if kind.fact == CONDITIONS:
        return tuple(dict.fromkeys(words for each in services for words in each.conditions))
    told = next((each.particulars for each in services if each.particulars), None)
    return lines_told(told, kind) if told else ()


def lines_proposed(change: Change, day: date) -> tuple[str, ...]:
    """The same as it would be with the change, for the officer to look through."""
    return proposed(KINDS[change.kind], lines_now(change, day), answers_to(change))


def lines_told(told: Particulars, kind: ChangeKind) -> tuple[str, ...]:
    """The lines of one entry in the register; none for a fact that is not told in lines."""
    if kind.fact == MANAGERS:
        return tuple(told.managers)
    if kind.fact == LOCATIONS:
        return tuple(place_line(place.get("name", ""), place) for place in told.locations)
    return ()


def answers_to(change: Change) -> Mapping[str, Any]:
    """What the provider said of the change; nothing before its questions are there."""
    response = response_of(change.case)
    return answers_of(response) if response else {}
