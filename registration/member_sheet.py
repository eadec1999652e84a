"""Members of an umbrella body in a spreadsheet: read whole, or told cell by cell what is wrong (R9)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sandbox_portal.questions.sheets.opening import Cell, Sheet
from sandbox_portal.questions.sheets.taking import BadCell

from .choices import MemberKind

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
MOST_SUPPORTED = 999
LONGEST = {"name": 200, "email": 254, "town": 100}
HEADINGS = {
    "name": "Name",
    "email": "Email address",
    "kind": "Kind",
    "town": "Town",
    "postcode": "Postcode",
    "people_supported": "People supported",
}
MAY_BE_MISSING = {"postcode", "people_supported"}
EXAMPLE = ("Robin Hale", "robin@example.org", "Carer", "Saltby", "SA1 2AB", "2")


@dataclass(frozen=True)
class MemberFacts:
    """What a body writes of a member."""

    name: str
    email: str
    kind: str
    town: str
    postcode: str = ""
    people_supported: int = 0


@dataclass
class ReadMembers:
    """Every member of a file, and every cell to put right. The members are for keeping only when none is wrong."""

    members: list[MemberFacts] = field(default_factory=list)
    wrong: list[BadCell] = field(default_factory=list)


def read_members(sheets: tuple[Sheet, ...], *, known: Iterable[str]) -> ReadMembers:
    """Read the first sheet. `known` are the email addresses that members have already."""
    found = ReadMembers()
    rows = sheets[0].rows if sheets else ()
    columns = _columns(rows[0]) if rows else {}
    missing = [words for name, words in HEADINGS.items() if name not in columns and name not in MAY_BE_MISSING]
    if missing:
        title = sheets[0].title if sheets else "The file"
        words = "”, “".join(missing)
        found.wrong.append(BadCell(title, 1, "A1", f"The first row must have the headings “{words}”"))
        return found
    seen = {email.lower(): "" for email in known}
    for row in rows[1:]:
        if any(cell.text.strip() for cell in row):
            _read_row(found, {name: row[at] for name, at in columns.items() if at < len(row)}, row, seen)
    if not found.members and not found.wrong:
        found.wrong.append(BadCell(sheets[0].title, 2, "A2", "There is no member below the headings"))
    return found


def problem_of(name: str, text: str) -> str:
    """What is wrong with the words of one cell or field, as a sentence; nothing when they can be kept."""
    if not text:
        return "" if name in MAY_BE_MISSING else f"Enter the {HEADINGS[name].lower()}"
    if name in LONGEST and len(text) > LONGEST[name]:
        return f"The {HEADINGS[name].lower()} must have at most {LONGEST[name]} characters"
    if name == "email" and not _is_email(text):
        return "Enter an email address, as name@place.uk"
    if name == "kind" and kind_of(text) is None:
        return f"Write one of: {', '.join(MemberKind.labels)}"
    if name == "postcode" and not POSTCODE.fullmatch(text.upper()):
        return "Enter a whole postcode, such as SA1 2AB"
    if name == "people_supported" and not (text.isascii() and text.isdigit() and int(text) <= MOST_SUPPORTED):
        return f"Write a whole number from 0 to {MOST_SUPPORTED}"
    return ""


def kind_of(text: str) -> str | None:
    """The kind that somebody wrote by its name."""
    by_words = {str(label).casefold(): value for value, label in MemberKind.choices}
    return by_words.get(text.casefold(), text if text in MemberKind.values else None)


def facts_of(texts: Mapping[str, str]) -> MemberFacts:
    """Words without a problem as facts."""
    postcode = re.sub(r"\s+", "", texts.get("postcode", "").upper())
    return MemberFacts(
        name=texts["name"],
        email=texts["email"].lower(),
        kind=kind_of(texts["kind"]) or MemberKind.CARER,
        town=texts["town"],
        postcode=f"{postcode[:-3]} {postcode[-3:]}" if postcode else "",
        people_supported=int(texts.get("people_supported") or 0),
    )


def _columns(heads: tuple[Cell, ...]) -> dict[str, int]:
    by_words = {words.casefold(): name for name, words in HEADINGS.items()}
    at = {by_words.get(cell.text.strip().casefold(), ""): index for index, cell in enumerate(heads)}
    at.pop("", None)
    return at


def _read_row(found: ReadMembers, cells: dict[str, Cell], row: tuple[Cell, ...], seen: dict[str, str]) -> None:
    texts, before = {}, len(found.wrong)
    for name in HEADINGS:
        cell = cells.get(name)
        text = " ".join(cell.text.split()) if cell else ""
        sentence = f"The cell {cell.wrong}" if cell and cell.wrong else problem_of(name, text)
        if not sentence and name == "email" and text.lower() in seen:
            place = seen[text.lower()]
            sentence = f"This address is in {place} too" if place else "A member with this address is there already"
        if sentence:
            at = cell or row[0]
            found.wrong.append(BadCell(at.sheet, at.row, at.place, sentence))
        elif name == "email" and cell:
            seen[text.lower()] = cell.place
        texts[name] = text
    if len(found.wrong) == before:
        found.members.append(facts_of(texts))


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
