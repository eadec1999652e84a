"""Between one cell of a spreadsheet and one raw answer. Pure: a cell is words, never a formula."""

import re
from datetime import date, datetime
from typing import Any

from .. import raw as read
from ..engine import Choice, Given, Question, choices_of
from ..question_types import QuestionType as T

AS_TYPED = frozenset(
    {
        T.TEXT,
        T.LONG_TEXT,
        T.WHOLE_NUMBER,
        T.DECIMAL,
        T.PERCENTAGE,
        T.MONEY,
        T.EMAIL,
        T.TELEPHONE,
        T.COMPANY_NUMBER,
        T.CHARITY_NUMBER,
        T.POSTCODE,
    }
)
IN_A_SHEET = AS_TYPED | {T.CHOICE, T.CHOICES, T.YES_NO, T.DATE}
BETWEEN = "; "
SPLIT_DATE = re.compile(r"[\s./-]+")
NOT_KNOWN = "I do not know yet"


def fits_a_sheet(question: Question) -> bool:
    """True for questions that one cell can answer."""
    return question.type in IN_A_SHEET and not question.wants_words


def cell_text(question: Question, raw: Any, given: Given) -> str:
    """What stands in the cell of an answer; empty when there is none, or when a cell cannot say it."""
    if read.is_not_known_yet(raw):
        return NOT_KNOWN
    if raw is None or read.is_set_aside(raw):
        return ""
    if question.type in AS_TYPED:
        return raw if isinstance(raw, str) else str(raw)
    if question.type is T.DATE:
        return "/".join(str(box) for box in raw if box) if isinstance(raw, list) else ""
    labels = {choice.key: choice.label for choice in options_of(question, given)}
    chosen = raw if isinstance(raw, list) else [raw]
    return BETWEEN.join(labels.get(key, str(key)) for key in chosen)


def raw_in(question: Question, text: str, given: Given) -> Any:
    """The raw answer that a cell holds; what cannot be read is kept as typed, and checking says what is wrong."""
    typed = text.strip()
    if question.may_be_unknown and typed.casefold() == NOT_KNOWN.casefold():
        return read.not_known_yet("")
    if question.type in AS_TYPED:
        return typed
    if question.type is T.DATE:
        return _boxes(typed)
    keys = {_plain(choice.label): choice.key for choice in options_of(question, given)}
    keys |= {_plain(choice.key): choice.key for choice in options_of(question, given)}
    if question.type is T.CHOICES:
        return [keys.get(_plain(part), part.strip()) for part in re.split(r"[;\n]", typed) if part.strip()]
    return keys.get(_plain(typed), typed)


def options_of(question: Question, given: Given) -> tuple[Choice, ...]:
    """What can be chosen, in the words of the form."""
    return (Choice("yes", "Yes"), Choice("no", "No")) if question.type is T.YES_NO else choices_of(question, given)


def value_text(value: object) -> str:
    """What a program of spreadsheets has stored, as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return f"{value.day}/{value.month}/{value.year}"
    return str(value)


def _boxes(typed: str) -> list[str]:
    parts = SPLIT_DATE.split(typed)
    if len(parts) == 3 and len(parts[0]) == 4:
        parts.reverse()  # 2026-09-12
    return [*parts, "", "", ""][:3]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
