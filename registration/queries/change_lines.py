"""What the register tells of the fact that a change touches, line by line: now, and as it would be (R-281)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import slugify

from sandbox_portal.questions.engine import Choice
from sandbox_portal.questions.queries import answers_of, response_of
from sandbox_portal.register.models import Particulars

from ..changes import CONDITIONS, KINDS, LOCATIONS, MANAGERS, ChangeKind, place_line, proposed
from ..models import Change
from .held import managers_joining, services_now

BASE = "Where the service is managed from"
MANAGER = "manager"  # the question that asks who it is


def lines_now(change: Change, day: date) -> tuple[str, ...]:
    """What the register tells today of the fact that the change touches, one line each."""
    services, kind = services_now(change.registration, day), KINDS[change.kind]
    if kind.fact == CONDITIONS:
        return tuple(dict.fromkeys(words for each in services for words in each.conditions))
    told = next((each.particulars for each in services if each.particulars), None)
    return lines_told(told, kind) if told else ()


def lines_proposed(change: Change, day: date) -> tuple[str, ...]:
    """The same as it would be with the change, for the officer to look through."""
    return proposed(KINDS[change.kind], lines_now(change, day), {**answers_to(change), **_said_by_who_joins(change)})


def lines_told(told: Particulars, kind: ChangeKind) -> tuple[str, ...]:
    """The lines of one entry in the register; none for a fact that is not told in lines."""
    if kind.fact == MANAGERS:
        return tuple(told.managers)
    if kind.fact == LOCATIONS:
        return tuple(place_line(place.get("name", ""), place) for place in told.locations)
    return ()


def is_named_by_itself(change: Change) -> bool:
    """Whether the change says itself who joins, as the first version of its questions asked."""
    return MANAGER in answers_to(change)


def _said_by_who_joins(change: Change) -> dict[str, Any]:
    """The name of the manager who joins, as they wrote it in their own part."""
    for manager in managers_joining(change):
        response = response_of(manager.case)
        said = answers_of(response).get(MANAGER) if response else None
        return {MANAGER: said or {"given_names": manager.name}}
    return {}


def places_told(change: Change, day: date) -> tuple[Choice, ...]:
    """The places the register tells, for a manager who joins to choose from; the base of one that has told none."""
    told = dict.fromkeys(place_line(place.get("name", ""), place) for place in _places(change, day))
    return tuple(Choice(slugify(line)[:60] or "base", line) for line in told or [BASE])


def _places(change: Change, day: date) -> list[dict[str, str]]:
    told = next((each.particulars for each in services_now(change.registration, day) if each.particulars), None)
    return list(told.locations) if told else []


def answers_to(change: Change) -> Mapping[str, Any]:
    """What the provider said of the change; nothing before its questions are there."""
    response = response_of(change.case)
    return answers_of(response) if response else {}
