"""Raw answers: what was typed, and what can be read out of it. Reading never changes what is kept."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from .conditions import chosen_in
from .engine import Question
from .parts import has_begun
from .question_types import HAS_PARTS, QuestionType

ABOUT = r"(?:about|around|roughly|~)?\s*"
WHOLE = re.compile(ABOUT + r"(-?[0-9]{1,3}(?:[, ]?[0-9]{3})*|-?[0-9]+)\Z", re.ASCII | re.IGNORECASE)
MONEY = re.compile(ABOUT + r"£?\s*([0-9]{1,3}(?:[, ]?[0-9]{3})*|[0-9]+)(\.[0-9]{1,2})?\Z", re.ASCII | re.IGNORECASE)
NUMBER = re.compile(ABOUT + r"(-?(?:[0-9]{1,3}(?:[, ]?[0-9]{3})*|[0-9]+))(\.[0-9]+)?\s*%?\Z", re.ASCII | re.IGNORECASE)
IS_ABOUT = re.compile(r"\s*(?:about|around|roughly|~)", re.IGNORECASE)
COMPANY = re.compile(r"(?:[0-9]{8}|[A-Z]{2}[0-9]{6})\Z", re.ASCII)
CHARITY = re.compile(r"[0-9]{6,8}(?:-[0-9]{1,3})?\Z", re.ASCII)
POSTCODE = re.compile(r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR) ?[0-9][A-Z]{2}\Z", re.ASCII)
ITEM = re.compile(r"[a-z0-9]{4,12}\Z", re.ASCII)
EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}\Z")
TELEPHONE = re.compile(r"\+?[0-9 ()./-]*(?:ext\.?|x)?[0-9 ]*\Z", re.ASCII | re.IGNORECASE)
FEWEST_DIGITS, MOST_DIGITS, LONGEST_NUMBER = 9, 20, 15
LONGEST_TELEPHONE = 100  # the pattern looks again from every digit: it is tried on no longer text
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def not_known_yet(typed: Any, why: str | None = None) -> dict[str, Any]:
    """The raw answer “I do not know yet”; what had been typed beside it is kept, and why where it is asked."""
    return {"not_known_yet": True, "typed": typed, **({} if why is None else {"why": why})}


def not_applicable(typed: Any, why: str | None = None) -> dict[str, Any]:
    """The raw answer “This does not apply to us”: not the same as nothing, and not the same as 0 (R-457)."""
    return {"not_applicable": True, "typed": typed, **({} if why is None else {"why": why})}


def is_not_known_yet(raw: Any) -> bool:
    return isinstance(raw, dict) and raw.get("not_known_yet") is True


def is_not_applicable(raw: Any) -> bool:
    return isinstance(raw, dict) and raw.get("not_applicable") is True


def is_set_aside(raw: Any) -> bool:
    """True when the answer is that there is none: not known yet, or it does not apply."""
    return is_not_known_yet(raw) or is_not_applicable(raw)


def why_in(raw: Any) -> str:
    return str(raw.get("why") or "").strip() if isinstance(raw, dict) else ""


def typed_in(raw: Any) -> Any:
    """What stands in the controls, whether or not the answer is set aside."""
    return raw.get("typed") if is_set_aside(raw) else raw


def is_empty(question: Question, raw: Any) -> bool:
    """True when nothing has been typed, chosen or ticked."""
    if is_set_aside(raw):
        return False
    if question.type in HAS_PARTS:
        return not has_begun(raw)
    if question.wants_words:
        return not chosen_in(raw)
    if question.type is QuestionType.MONTH:
        return not any(month_boxes(raw))
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


def number(raw: Any, decimals: int) -> Decimal | None:
    """The number in “12.5”, “1,200”, “about 20” or “35%”, when it has no more decimals than asked for."""
    found = NUMBER.match(raw.strip()) if isinstance(raw, str) and len(raw) < 50 else None
    if found is None or len(found[2] or "") > decimals + 1 or len(found[1]) > LONGEST_NUMBER + 5:
        return None
    return Decimal(re.sub("[, ]", "", found[1]) + (found[2] or ""))


def number_in(question: Question, raw: Any) -> Decimal | None:
    """The number in an answer to a question of numbers, None when there is none."""
    typed = typed_in(raw)
    if question.type is QuestionType.MONEY:
        return money(typed)
    if question.type is QuestionType.WHOLE_NUMBER:
        whole = whole_number(typed)
        return None if whole is None else Decimal(whole)
    return number(typed, 1 if question.decimals is None else question.decimals)


def is_about(raw: Any) -> bool:
    """True for “about 20”: a good guess."""
    return isinstance(raw, str) and IS_ABOUT.match(raw) is not None


def company_number(raw: Any) -> str | None:
    """Eight characters: digits, or two letters and six digits; spaces and small letters are forgiven (S3.3)."""
    plain = re.sub(r"\s", "", raw).upper() if isinstance(raw, str) else ""
    return plain if COMPANY.match(plain) else None


def charity_number(raw: Any) -> str | None:
    """Six to eight digits, and “-1” for a linked charity (S3.4)."""
    plain = re.sub(r"\s", "", raw) if isinstance(raw, str) else ""
    return plain if CHARITY.match(plain) else None


def postcode(raw: Any) -> str | None:
    """A United Kingdom postcode by its shape: “BA11AB” is “BA1 1AB”."""
    plain = re.sub(r"\s", "", raw).upper() if isinstance(raw, str) else ""
    return f"{plain[:-3]} {plain[-3:]}" if POSTCODE.match(plain) else None


def items_in(raw: Any) -> tuple[str, ...]:
    """The names of the items of a group, in order."""
    found = [item for item in raw if isinstance(item, str) and ITEM.match(item)] if isinstance(raw, list) else []
    return tuple(dict.fromkeys(found))


def words_beside(raw: Any) -> dict[str, str]:
    """The words given with choices that ask for them."""
    words = raw.get("words") if isinstance(raw, dict) else None
    return {str(key): str(text or "") for key, text in words.items()} if isinstance(words, dict) else {}


def is_email(raw: Any) -> bool:
    return isinstance(raw, str) and len(raw) <= 254 and EMAIL.match(raw.strip()) is not None


def is_telephone(raw: Any) -> bool:
    if not isinstance(raw, str) or len(raw) > LONGEST_TELEPHONE or TELEPHONE.match(raw.strip()) is None:
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


def calendar_month(raw: Any) -> date | None:
    """The first day of the month in the two boxes."""
    return calendar_day(["1", *month_boxes(raw)])


def month_boxes(raw: Any) -> tuple[str, str]:
    boxes = [str(box or "").strip() for box in raw] if isinstance(raw, list) else []
    month, year = [*boxes, "", ""][:2]
    return month, year


def empty_month_boxes(raw: Any) -> tuple[str, ...]:
    return tuple(name for name, box in zip(("month", "year"), month_boxes(raw), strict=True) if not box)


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
