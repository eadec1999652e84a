"""Raw answers: what was typed, and what can be read out of it. Reading never changes what is kept."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from .engine import Question
from .question_types import QuestionType

ABOUT = r"(?:about|around|roughly|~)?\s*"
WHOLE = re.compile(ABOUT + r"(-?[0-9]{1,3}(?:[, ]?[0-9]{3})*|-?[0-9]+)\Z", re.ASCII | re.IGNORECASE)
MONEY = re.compile(ABOUT + r"£?\s*([0-9]{1,3}(?:[, ]?[0-9]{3})*|[0-9]+)(\.[0-9]{1,2})?\Z", re.ASCII | re.IGNORECASE)
EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}\Z")
TELEPHONE = re.compile(r"\+?[0-9 ()./-]*(?:ext\.?|x)?[0-9 ]*\Z", re.ASCII | re.IGNORECASE)
FEWEST_DIGITS, MOST_DIGITS, LONGEST_NUMBER = 9, 20, 15
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def not_known_yet(typed: Any) -> dict[str, Any]:
    """The raw answer “I do not know yet”; what had been typed beside it is kept."""
    return {"not_known_yet": True, "typed": typed}


def is_not_known_yet(raw: Any) -> bool:
    return isinstance(raw, dict) and raw.get("not_known_yet") is True


def typed_in(raw: Any) -> Any:
    """What stands in the controls, whether or not “I do not know yet” is ticked."""
    return raw.get("typed") if is_not_known_yet(raw) else raw


def is_empty(question: Question, raw: Any) -> bool:
    """True when nothing has been typed, chosen or ticked."""
    if is_not_known_yet(raw):
        return False
    if question.type is QuestionType.ATTEND_DATES:
        return not dates_in(raw) and not cannot_come(raw)
    if question.type is QuestionType.DATE:
        return not any(_boxes(raw))
    if isinstance(raw, str):
        return not raw.strip()
    return not raw


def whole_number(raw: Any) -> int | None:
    """The number in “12”, “1,200” or “about 20”; None when there is none."""
    found = WHOLE.match(raw.strip()) if isinstance(raw, str) and len(raw) < 50 else None
    digits = re.sub("[, ]", "", found[1]) if found else ""
    return int(digits) if digits and len(digits) <= LONGEST_NUMBER else None


def money(raw: Any) -> Decimal | None:
    """The pounds in “£1,234.50”, “1234” or “about £20”; None when there are none."""
    found = MONEY.match(raw.strip()) if isinstance(raw, str) and len(raw) < 50 else None
    digits = re.sub("[, ]", "", found[1]) if found else ""
    return Decimal(digits + (found[2] or "")) if found and len(digits) <= LONGEST_NUMBER else None


def is_email(raw: Any) -> bool:
    return isinstance(raw, str) and len(raw) <= 254 and EMAIL.match(raw.strip()) is not None


def is_telephone(raw: Any) -> bool:
    if not isinstance(raw, str) or TELEPHONE.match(raw.strip()) is None:
        return False
    return FEWEST_DIGITS <= sum(character.isdigit() for character in raw) <= MOST_DIGITS


def calendar_day(raw: Any) -> date | None:
    """The day in the three boxes; a month may be a word. None when it is no real day."""
    day, month, year = _boxes(raw)
    start = month[:3].lower()
    number = str(MONTHS.index(start) + 1) if start in MONTHS else month
    if not all(part.isascii() and part.isdigit() for part in (day, number, year)) or len(year) != 4:
        return None
    try:
        return date(int(year), int(number), int(day))
    except ValueError:
        return None


def empty_boxes(raw: Any) -> tuple[str, ...]:
    """Which of day, month and year have nothing in them."""
    names = ("day", "month", "year")
    return tuple(name for name, box in zip(names, _boxes(raw), strict=True) if not box)


def _boxes(raw: Any) -> tuple[str, str, str]:
    boxes = [str(box or "").strip() for box in raw] if isinstance(raw, list) else []
    day, month, year = [*boxes, "", "", ""][:3]
    return day, month, year


def dates_in(raw: Any) -> dict[str, str]:
    """The key dates ticked, each with the name typed beside it. A name beside a date not ticked counts for nothing."""
    dates = raw.get("dates") if isinstance(raw, dict) else None
    if not isinstance(dates, dict):
        return {}
    return {
        key: str(entry.get("who") or "").strip()
        for key, entry in dates.items()
        if isinstance(entry, dict) and entry.get("coming") is True
    }


def cannot_come(raw: Any) -> bool:
    """True when “We cannot come to any of these dates” is ticked."""
    return isinstance(raw, dict) and raw.get("none") is True


def words_in(raw: Any) -> int:
    return len(raw.split()) if isinstance(raw, str) else 0
