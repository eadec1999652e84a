"""What made-up organisations answer in an application to register: read from content/demo/registration.yaml."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sandbox_portal.casework.content_files import read_content_file
from sandbox_portal.questions.raw import calendar_day


def answers_of_form(name: str, form: str, *, today: date) -> dict[str, Any]:
    """The raw answers of one of them to one form (“application”, “manager”), with days as they are today."""
    return {key: _dated(raw, today) for key, raw in _file()[name][form].items()}


def in_order(answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers that name the items of groups, and then those inside the items."""
    inside = {key: raw for key, raw in answers.items() if "--" in key}
    return {key: raw for key, raw in answers.items() if key not in inside}, inside


@cache
def _file() -> dict[str, Any]:
    root = Path(settings.CONTENT_ROOT)
    return read_content_file(root / "demo" / "registration.yaml", root=root).values


def _dated(raw: Any, today: date) -> Any:
    if not isinstance(raw, dict):
        return raw
    if set(raw) == {"days"}:
        return _boxes(today + timedelta(days=raw["days"]))
    if set(raw) == {"months"}:
        years, month = divmod(today.year * 12 + today.month - 1 + raw["months"], 12)
        return [str(month + 1), str(years)]
    return {key: _dated(value, today) for key, value in raw.items()}


def _boxes(day: date) -> list[str]:
    boxes = [str(day.day), str(day.month), str(day.year)]
    assert calendar_day(boxes) == day  # a typing mistake in the file is told here, not on a page
    return boxes
