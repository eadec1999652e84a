"""The parts of questions that are more than one control: the lines of an address, the cells of a table."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .engine import Choice, Question
from .question_types import QuestionType as Type

ROWS_AT_FIRST = 3
MOST_ROWS = 50
CELL = re.compile(r"([1-9][0-9]?)__[a-z][a-z0-9_-]*\Z", re.ASCII)

ENGLAND = "england"
COUNTRIES = (
    Choice(ENGLAND, "England"),
    Choice("scotland", "Scotland"),
    Choice("wales", "Wales"),
    Choice("northern_ireland", "Northern Ireland"),
    Choice("elsewhere", "Another country"),
)
ADDRESS = (
    Question("line_1", Type.TEXT, "Address line 1", autocomplete="address-line1", missing="Enter the first line"),
    Question("line_2", Type.TEXT, "Address line 2", autocomplete="address-line2", required=False),
    Question("town", Type.TEXT, "Town or city", autocomplete="address-level2", missing="Enter the town or city"),
    Question("postcode", Type.POSTCODE, "Postcode", autocomplete="postal-code", missing="Enter the postcode"),
    Question("country", Type.CHOICE, "Country", choices=COUNTRIES, drop_down=True, missing="Choose the country"),
)
PERSON = (
    Question("given_names", Type.TEXT, "First names", missing="Enter the first names"),
    Question("family_name", Type.TEXT, "Last name", missing="Enter the last name"),
    Question("birth_date", Type.DATE, "Date of birth", not_after="today", missing="Enter the date of birth"),
    Question("role", Type.TEXT, "Role", missing="Enter the role"),
    Question("email", Type.EMAIL, "Email address", missing="Enter the email address"),
    Question("telephone", Type.TELEPHONE, "Telephone number", missing="Enter the telephone number"),
)
PERSON_PARTS = tuple(part.key for part in PERSON)
ALWAYS_ASKED = ("given_names", "family_name")
PERIOD = (
    Question("starts", Type.MONTH, "From", missing="Enter the month it began"),
    Question("ends", Type.MONTH, "To", missing="Enter the month it ended, or leave both boxes empty if it goes on"),
)


def parts_of(question: Question, raw: Any = None, *, rows: int = 0) -> tuple[Question, ...]:
    """The parts of a question, in order. A table that grows has as many rows as are filled in, and at least `rows`."""
    match question.type:
        case Type.ADDRESS:
            found = tuple(_address(raw))
        case Type.PERSON:
            found = tuple(part for part in PERSON if part.key in {*ALWAYS_ASKED, *question.parts})
        case Type.PERIOD:
            ends = replace(PERIOD[1], required=not question.goes_on, hint=question.goes_on)
            found = (PERIOD[0], ends)
        case Type.SIGNED_DECLARATION:
            found = _declaration(question)
        case Type.TABLE:
            found = tuple(_cells(question, raw, rows))
        case _:
            return ()
    # An optional whole is passed over by leaving all of it empty; what is begun must be finished.
    return found if question.required or has_begun(raw) else tuple(replace(part, required=False) for part in found)


def named(question: Question, part: Question) -> Question:
    """The part under the name its controls have on the page."""
    return replace(part, key=f"{question.key}__{part.key}")


def rows_of(question: Question, raw: Any = None, *, rows: int = 0) -> tuple[Choice, ...]:
    """The rows of a table: those of the set, or as many numbered ones as are filled in, and at least `rows`."""
    if question.rows:
        return question.rows
    count = max(question.at_least or 0, rows_filled(raw), rows)
    return tuple(Choice(str(row), f"{_row(question)} {row}") for row in range(1, min(count, most_rows(question)) + 1))


def rows_filled(raw: Any) -> int:
    """The number of the last row with anything in it."""
    cells = raw.items() if isinstance(raw, dict) else ()
    return max((int(found[1]) for key, value in cells if value and (found := CELL.match(str(key)))), default=0)


def most_rows(question: Question) -> int:
    return min(question.at_most or MOST_ROWS, MOST_ROWS)


def has_begun(raw: Any) -> bool:
    return isinstance(raw, dict) and any(is_something(value) for value in raw.values())


def part_of(raw: Any, key: str) -> Any:
    """The raw answer of one part."""
    return raw.get(key) if isinstance(raw, dict) else None


def is_something(value: Any) -> bool:
    """True when anything was typed, chosen or ticked."""
    if isinstance(value, list):
        return any(str(box or "").strip() for box in value)
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _address(raw: Any) -> Iterator[Question]:
    """Only addresses in the United Kingdom have a postcode of our shape."""
    is_abroad = part_of(raw, "country") == "elsewhere"
    for part in ADDRESS:
        is_code = part.key == "postcode" and is_abroad
        yield replace(part, type=Type.TEXT, required=False) if is_code else part


def _declaration(question: Question) -> tuple[Question, ...]:
    statements = tuple(
        Question(choice.key, Type.DECLARATION, choice.label, hint=choice.hint, missing=f"Tick “{choice.label}”")
        for choice in question.choices
    )
    name = Question("name", Type.TEXT, "Full name", hint="This stands for your signature.", missing="Enter your name")
    role = Question("role", Type.TEXT, "Role", missing="Enter your role")
    day = Question("date", Type.DATE, "Date", not_after="today", missing="Enter today’s date")
    return (*statements, name, role, day)


def _cells(question: Question, raw: Any, rows: int) -> Iterator[Question]:
    for row in rows_of(question, raw, rows=rows):
        is_wanted = bool(question.rows) or int(row.key) <= (question.at_least or 0) or _row_has_begun(raw, row.key)
        for column in question.columns:
            yield replace(
                column,
                key=f"{row.key}__{column.key}",
                label=f"{row.label}: {column.label}",
                hint="",
                missing=column.missing or f"Fill in “{row.label}: {column.label}”",
                required=column.required and is_wanted,
            )


def _row_has_begun(raw: Any, row: str) -> bool:
    cells = raw if isinstance(raw, dict) else {}
    return any(is_something(value) for key, value in cells.items() if str(key).startswith(f"{row}__"))


def _row(question: Question) -> str:
    return f"{question.one[:1].upper()}{question.one[1:]}" if question.one else "Row"
