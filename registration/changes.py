"""Changes after registration: which there are, what each touches, and from when it holds (R-281)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

NOTIFICATION, APPLICATION = "notification", "application"
MANAGERS, LOCATIONS, CONTACT, CONDITIONS, NOTHING = "managers", "locations", "contact", "conditions", ""
PAUSE, START_AGAIN, END = "pause", "start_again", "cancel"
MANAGER_JOINS = "manager_joins"

Answers = Mapping[str, Any]
Lines = tuple[str, ...]


@dataclass(frozen=True)
class ChangeKind:
    """One kind of change. `basis`: told after the fact, or asked for beforehand; `fact`: what the register tells anew.

    `effect` names the step of the registration that follows when the change is accepted.
    """

    code: str
    label: str
    meaning: str
    basis: str
    set_code: str
    fact: str = NOTHING
    effect: str = ""

    @property
    def is_notification(self) -> bool:
        return self.basis == NOTIFICATION


KINDS: dict[str, ChangeKind] = {
    kind.code: kind
    for kind in (
        ChangeKind(
            MANAGER_JOINS,
            "A registered manager joins",
            "You ask us first.",
            APPLICATION,
            "change-manager-joins",
            MANAGERS,
        ),
        ChangeKind(
            "manager_leaves",
            "A registered manager leaves, or is away for 28 days or more",
            "You tell us.",
            NOTIFICATION,
            "change-manager-leaves",
            MANAGERS,
        ),
        ChangeKind(
            "location_added", "A new place you work from", "You ask us first.", APPLICATION, "change-place", LOCATIONS
        ),
        ChangeKind(
            "location_closed",
            "A place you no longer work from",
            "You ask us first.",
            APPLICATION,
            "change-place-closed",
            LOCATIONS,
        ),
        ChangeKind(
            "condition",
            "A condition of your registration",
            "You ask us first.",
            APPLICATION,
            "change-condition",
            CONDITIONS,
        ),
        ChangeKind(
            "statement_of_purpose",
            "Your statement of purpose",
            "You tell us within 28 days.",
            NOTIFICATION,
            "change-statement",
        ),
        ChangeKind("contact", "How people reach you", "You tell us.", NOTIFICATION, "change-contact", CONTACT),
        ChangeKind(
            "pause", "You stop giving care for a time", "You tell us.", NOTIFICATION, "change-pause", NOTHING, PAUSE
        ),
        ChangeKind(
            "start_again",
            "You begin again after stopping for a time",
            "You tell us.",
            NOTIFICATION,
            "change-pause",
            NOTHING,
            START_AGAIN,
        ),
        ChangeKind(
            "cancel",
            "You want to end your registration",
            "You ask us first.",
            APPLICATION,
            "change-cancel",
            NOTHING,
            END,
        ),
    )
}


def effective_from(kind: ChangeKind, *, happens_on: date, decided_on: date) -> date:
    """What is told holds from the day it happened; what is asked for, at the earliest from the day we agree."""
    return happens_on if kind.is_notification else max(happens_on, decided_on)


def proposed(kind: ChangeKind, lines: Lines, answers: Answers) -> Lines:
    """The lines of the fact that the change touches, as they would be once it is accepted."""
    change = _CHANGES.get(kind.code)
    return change(lines, answers) if change else lines


def changed_lines(lines: Lines, *, before: Lines, after: Lines) -> Lines:
    """The lines of another day with the same change: without what went from `before` to `after`, with what came."""
    gone = set(before) - set(after)
    kept = tuple(line for line in lines if line not in gone)
    return (*kept, *(line for line in after if line not in before and line not in kept))


def contact_proposed(contact: Mapping[str, str], answers: Answers) -> dict[str, str]:
    """How people reach the service: what was given anew stands in place of what was there."""
    new = {name: str(answers.get(name) or "").strip() for name in ("phone", "email", "website")}
    return {**contact, **{name: value for name, value in new.items() if value}}


def person_in_words(raw: Any) -> str:
    """The names of an answer that is a person."""
    parts = raw if isinstance(raw, Mapping) else {}
    return " ".join(str(parts.get(name) or "").strip() for name in ("given_names", "family_name")).strip()


def place_line(name: str, address: Any) -> str:
    """A place as one line: its name, town and postcode; never the street, which may be somebody's home."""
    parts = address if isinstance(address, Mapping) else {}
    said = (name, str(parts.get("town") or ""), str(parts.get("postcode") or "").upper())
    return ", ".join(part.strip().replace(",", " ") for part in said if part.strip())


def place_of_line(line: str) -> dict[str, str]:
    """A place as the register keeps it: what stands before the first comma, and the two parts behind it."""
    name, town, postcode = [*(part.strip() for part in line.split(",")), "", ""][:3]
    return {"name": name, "town": town, "postcode": postcode}


def _with_manager(lines: Lines, answers: Answers) -> Lines:
    name = person_in_words(answers.get("manager"))
    return lines if not name or name in lines else (*lines, name)


def _without_manager(lines: Lines, answers: Answers) -> Lines:
    gone = str(answers.get("manager_name") or "").strip().casefold()
    if answers.get("goes_or_away") == "away":
        return lines
    return tuple(line for line in lines if line.casefold() != gone)


def _with_place(lines: Lines, answers: Answers) -> Lines:
    line = place_line(str(answers.get("place_name") or ""), answers.get("place_address"))
    return lines if not line or line in lines else (*lines, line)


def _without_place(lines: Lines, answers: Answers) -> Lines:
    gone = str(answers.get("place_name") or "").strip().casefold()
    return tuple(line for line in lines if place_of_line(line)["name"].casefold() != gone)


_CHANGES: dict[str, Callable[[Lines, Answers], Lines]] = {
    MANAGER_JOINS: _with_manager,
    "manager_leaves": _without_manager,
    "location_added": _with_place,
    "location_closed": _without_place,
}
