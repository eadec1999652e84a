"""Made-up facts that fill every field, so that a letter can be looked at before there is a case."""

from typing import Any

from .merging import LISTS, TABLES, text_fields

WORDS = {
    "organisation": "Example Care",
    "reference": "R0-000",
    "round_title": "Example round",
    "total": "14",
    "highest_total": "20",
    "lowest_total": "5",
    "cut_off": "12",
    "places": "6",
    "reserve_place": "2",
}


def sample_facts() -> dict[str, Any]:
    """A fact for every field letters know; those without a natural example say their own name."""
    facts: dict[str, Any] = {field: WORDS.get(field, f"[{_spoken(field)}]") for field in text_fields()}
    facts |= {field: [_row(columns, number) for number in (1, 2)] for field, columns in TABLES.items()}
    facts |= {field: [f"[{_spoken(field)}, first]", f"[{_spoken(field)}, second]"] for field in LISTS}
    return facts


def _row(columns: tuple[tuple[str, str], ...], number: int) -> dict[str, str]:
    return {key: f"[{heading.lower()} {number}]" for key, heading in columns}


def _spoken(field: str) -> str:
    return field.replace("_", " ")
