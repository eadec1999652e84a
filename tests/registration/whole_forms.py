"""Whole forms, as the demonstration fills them in, for tests that need every answer."""

from datetime import date
from typing import Any

from sandbox_portal.demo.applications import answers_of_form

HELD = "0b7e8f3a-6c1d-4e2f-9a5b-3c4d5e6f7a8b"
FILES = {
    "viability_file": 1,
    **{f"documents--{item}--file": 1 for item in ("book", "plan", "agre", "chrt")},
}


def whole_application(today: date, **changes: Any) -> dict[str, Any]:
    return answers_of_form("riverside_circles", "application", today=today) | {"scope_result": HELD} | changes


def whole_manager(today: date, **changes: Any) -> dict[str, Any]:
    return answers_of_form("riverside_circles", "manager", today=today) | changes
