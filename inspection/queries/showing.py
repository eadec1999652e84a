"""A report as pages and papers tell it: days and ages in words, colours of ratings, made from its snapshot alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sandbox_portal.casework.moments import day_in_words

COLOURS = {
    "outstanding": "green",
    "good": "green",
    "requires_improvement": "orange",
    "inadequate": "red",
    "": "grey",
}
DAYS_OF_MONTH, MONTHS_OF_YEAR = 30, 12


def shown_report(report: Mapping[str, Any], *, today: date | None = None) -> dict[str, Any]:
    """What pages say of a report beside its own words; plain JSON. Ages are told where `today` is given."""
    overall = report["overall"]
    areas = [_rating(each, report["sections"], today) for each in report["areas"]]
    in_areas = {each["section"]["key"] for each in areas if each["section"]}
    return {
        "overall": _rating(overall, [], today),
        "areas": areas,
        "sections": [each for each in report["sections"] if each["key"] not in {*in_areas, "easy_read"}],
        "easy_read": next((each for each in report["sections"] if each["key"] == "easy_read"), None),
        "evidence_days": _days(report["evidence_from"], report["evidence_until"]),
        "before_on": _day(report["before_on"]),
        "used_judgement": overall["by_judgement"] or any(each["by_judgement"] for each in report["areas"]),
        "statements": _by_area(report["statements"]),
    }


def _rating(rating: Mapping[str, Any], sections: list[Any], today: date | None) -> dict[str, Any]:
    key = f"area-{rating['key']}"
    rated_on = rating["rated_on"]
    return {
        **rating,
        "colour": COLOURS[rating["rating"]],
        "rated_on_words": _day(rated_on),
        "age": age_in_words(date.fromisoformat(rated_on), today) if rated_on and today else "",
        "section": next((each for each in sections if each["key"] == key), None),
    }


def _by_area(statements: list[Any]) -> list[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for each in statements:
        found.setdefault(each["area"], []).append(each)
    return list(found.items())


def _day(iso: str | None) -> str:
    return day_in_words(date.fromisoformat(iso)) if iso else ""


def _days(first: str | None, last: str | None) -> str:
    if not first or not last:
        return ""
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def age_in_words(day: date, today: date) -> str:
    """How old a judgement is: “today”, “12 days old”, “5 months old”, “2 years and 1 month old”."""
    days = max((today - day).days, 0)
    if days < DAYS_OF_MONTH:
        return "made today" if days == 0 else _old(_counted(days, "day"))
    months = (today.year - day.year) * MONTHS_OF_YEAR + today.month - day.month - (today.day < day.day)
    years, rest = divmod(max(months, 1), MONTHS_OF_YEAR)
    parts = [_counted(years, "year")] if years else []
    parts += [_counted(rest, "month")] if rest else []
    return _old(" and ".join(parts))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _old(words: str) -> str:
    return f"{words} old"
