"""Between the controls of a page and raw answers, both ways."""

from collections.abc import Callable, Mapping
from typing import Any

from . import raw as read
from .engine import Given, Question, choices_of
from .fields import NONE, not_applicable_name, unknown_name, who_name, why_name, words_name
from .parts import MOST_ROWS, ROWS_AT_FIRST, is_something, named, part_of, parts_of, rows_filled
from .question_types import HAS_PARTS, QuestionType

NOT_TYPED = frozenset({QuestionType.FILE, QuestionType.GROUP})

Typed = Callable[[str], Any]
"""Gives what stands in the control of a name."""


def raw_from(typed: Typed, question: Question, given: Given, *, rows: int = 0) -> Any:
    """The raw answer that the controls of a question hold."""
    raw = _typed_in(typed, question, given, rows)
    why = _as_kept(typed(why_name(question))) if question.say_why else None
    if question.may_be_unknown and typed(unknown_name(question)):
        raw = read.not_known_yet(raw, why)
        return {**raw, "not_applicable": True} if _is_inapplicable(typed, question) else raw
    return read.not_applicable(raw, why) if _is_inapplicable(typed, question) else raw


def controls_for(question: Question, raw: Any, given: Given, *, rows: int = 0) -> dict[str, Any]:
    """The values of the controls for a raw answer."""
    typed = read.typed_in(raw)
    values = _controls(question, typed, given, rows)
    if question.may_be_unknown:
        values[unknown_name(question)] = read.is_not_known_yet(raw)
    if question.may_not_apply:
        values[not_applicable_name(question)] = read.is_not_applicable(raw)
    if question.say_why:
        values[why_name(question)] = read.why_in(raw)
    return values


def rows_shown(question: Question, raw: Any, data: Mapping[str, Any] | None, *, wanted: int = 0) -> int:
    """How many rows of a growing table the page has: those filled in and an empty one, or those that were sent."""
    if question.type is not QuestionType.TABLE or question.rows:
        return 0
    if data is not None:
        start = f"{question.key}__"
        sent = {name[len(start) :]: "sent" for name in data if name.startswith(start)}
        return rows_filled(sent)
    return min(MOST_ROWS, max(ROWS_AT_FIRST, rows_filled(raw) + 1, wanted))


def _is_inapplicable(typed: Typed, question: Question) -> bool:
    return question.may_not_apply and bool(typed(not_applicable_name(question)))


def _typed_in(typed: Typed, question: Question, given: Given, rows: int) -> Any:
    if question.type is QuestionType.ATTEND_DATES:
        return _raw_dates(typed, question, given)
    if question.type in HAS_PARTS:
        parts = parts_of(question, rows=rows)
        found = {part.key: raw_from(typed, named(question, part), given) for part in parts}
        return {key: raw for key, raw in found.items() if is_something(raw)}
    raw = _as_kept(typed(question.key))
    if question.wants_words:
        asking = [choice for choice in choices_of(question, given) if choice.asks]
        words = {choice.key: _as_kept(typed(words_name(question, choice))) for choice in asking}
        return {"chosen": raw, "words": {key: text for key, text in words.items() if text}}
    return raw


def _raw_dates(typed: Typed, question: Question, given: Given) -> dict[str, Any]:
    ticked = typed(question.key) or []
    dates = {}
    for choice in choices_of(question, given):
        entry = {"coming": choice.key in ticked, "who": _as_kept(typed(who_name(question, choice)))}
        if entry["coming"] or entry["who"]:
            dates[choice.key] = entry
    return {"dates": dates, "none": NONE in ticked}


def _as_kept(typed: Any) -> Any:
    """What was typed; browsers send line ends as two characters, which nobody typed."""
    if typed is None:
        return ""
    return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed


def _controls(question: Question, typed: Any, given: Given, rows: int) -> dict[str, Any]:
    if question.type is QuestionType.ATTEND_DATES:
        return _date_controls(question, typed, given)
    if question.type in HAS_PARTS:
        values: dict[str, Any] = {}
        for part in parts_of(question, typed, rows=rows):
            values |= controls_for(named(question, part), part_of(typed, part.key), given)
        return values
    if question.wants_words:
        words = read.words_beside(typed)
        values = {words_name(question, choice): words.get(choice.key, "") for choice in choices_of(question, given)}
        return {question.key: read.chosen_in(typed), **values}
    return {question.key: typed}


def _date_controls(question: Question, raw: Any, given: Given) -> dict[str, Any]:
    dates = raw.get("dates", {}) if isinstance(raw, dict) else {}
    ticked = [key for key, entry in dates.items() if entry.get("coming")]
    values: dict[str, Any] = {question.key: [*ticked, *([NONE] if read.cannot_come(raw) else [])]}
    for choice in choices_of(question, given):
        values[who_name(question, choice)] = dates.get(choice.key, {}).get("who", "")
    return values
