"""Answers as rows of plain values, with columns that follow from the set: a file, one for each list, a codebook.

A number is written without commas and “about”, a day as 2026-09-12; what cannot be read stays as it was typed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from . import raw as read
from .blank import condition_words
from .engine import Answers, Document, Question, asked
from .expanding import expanded, item_key, why_key
from .parts import has_begun, part_of, parts_of, rows_filled
from .question_types import DAYS, HAS_PARTS, NUMBERS, QuestionType
from .values import value_in

LIST_BETWEEN = "; "

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: its stable name, the question it comes from, and what stands in it."""

    name: str
    question: Question
    holds: str = "the answer"


@dataclass(frozen=True)
class Said:
    """What one response said: its facts (reference, organisation …) and its raw answers."""

    facts: Row
    answers: Answers
    files: Mapping[str, int] = field(default_factory=dict)


def columns_of(document: Document) -> tuple[Column, ...]:
    """The columns of the main file: one row a response."""
    found = [column for question in document.questions.values() for column in _columns(question)]
    reasons = [
        Column(why_key(check), Question(why_key(check), QuestionType.LONG_TEXT, check.message), "why it is right")
        for check in document.checks
        if check.confirm and not check.each
    ]
    return (*found, *reasons)


def lists_of(document: Document) -> dict[str, Question]:
    """The questions with a file of their own: groups, and tables that grow."""
    return {question.key: question for question in document.questions.values() if _is_list(question)}


def list_columns(question: Question) -> tuple[Column, ...]:
    """The columns of the file of a list: one row an item."""
    inner = question.questions or question.columns
    return tuple(column for each in inner for column in _columns(each))


def row_of(document: Document, said: Said) -> Row:
    """The row of one response. What is not asked any more is left out."""
    whole = expanded(document, said.answers)
    counted = {question.key for question in asked(whole, said.answers)}
    row: Row = {}
    for column_question in document.questions.values():
        if column_question.key in counted:
            row |= _cells(column_question, said.answers.get(column_question.key), column_question.key)
            if column_question.type is QuestionType.FILE:
                row[column_question.key] = said.files.get(column_question.key, 0)
    for key in said.answers:
        if key.startswith("why--"):
            row[key] = said.answers[key]
    return {**said.facts, **row}


def list_rows(document: Document, question: Question, said: Said) -> Iterator[Row]:
    """The rows of one response in the file of a list, numbered from 1."""
    raw = said.answers.get(question.key)
    whole = expanded(document, said.answers)
    counted = {each.key for each in asked(whole, said.answers)}
    if question.key not in counted:
        return
    if question.type is QuestionType.GROUP:
        for number, item in enumerate(read.items_in(raw), start=1):
            row: Row = {}
            for inner in question.questions:
                key = item_key(question.key, item, inner.key)
                if key in counted:
                    row |= _cells(inner, said.answers.get(key), inner.key)
                    if inner.type is QuestionType.FILE:
                        row[inner.key] = said.files.get(key, 0)
            yield {**said.facts, "number": number, **row}
        return
    typed = read.typed_in(raw)
    for number in range(1, rows_filled(typed) + 1):
        row = {}
        for column in question.columns:
            row |= _cells(column, part_of(typed, f"{number}__{column.key}"), column.key)
        yield {**said.facts, "number": number, **row}


def codebook(document: Document) -> Iterator[Row]:
    """What each column means: for whoever opens the files in a year."""
    for column in columns_of(document):
        yield _meaning(document, "answers", column)
    for key, question in lists_of(document).items():
        for column in list_columns(question):
            yield _meaning(document, key, column)


CODEBOOK = ("file", "column", "question", "holds", "section", "type", "unit", "required", "choices", "asked")


def _is_list(question: Question) -> bool:
    return question.type is QuestionType.GROUP or (question.type is QuestionType.TABLE and not question.rows)


def _columns(question: Question) -> Iterator[Column]:
    key = question.key
    if _is_list(question):
        yield Column(key, question, "how many; each stands in a file of its own")
        return
    if question.type in HAS_PARTS:
        for part in parts_of(question):
            for column in _columns(part):
                yield Column(f"{key}.{column.name.replace('__', '.')}", column.question, column.holds)
    else:
        yield Column(key, question, _holds(question))
        if question.type in NUMBERS and not question.exact:
            yield Column(f"{key}.about", question, "yes when it is a good guess")
    for choice in question.own_choices if question.wants_words else ():
        if choice.asks:
            yield Column(f"{key}.words.{choice.key}", question, choice.asks)
    for name, is_offered in (("not_known_yet", question.may_be_unknown), ("not_applicable", question.may_not_apply)):
        if is_offered:
            yield Column(f"{key}.{name}", question, "yes when this box is ticked")
    if question.say_why:
        yield Column(f"{key}.why", question, "why there is no answer")


def _holds(question: Question) -> str:
    return "how many files" if question.type is QuestionType.FILE else "the answer"


def _cells(question: Question, raw: Any, key: str) -> Row:
    typed = read.typed_in(raw)
    if _is_list(question):
        is_group = question.type is QuestionType.GROUP
        return {key: len(read.items_in(raw)) if is_group else rows_filled(typed)} if raw is not None else {}
    row: Row = {}
    if question.type in HAS_PARTS:
        for part in parts_of(question, typed) if has_begun(typed) else ():
            row |= _cells(part, part_of(typed, part.key), f"{key}.{part.key.replace('__', '.')}")
    else:
        row[key] = _cell(question, typed)
        if question.type in NUMBERS and not question.exact and read.is_about(typed):
            row[f"{key}.about"] = "yes"
    words = read.words_beside(typed) if question.wants_words else {}
    row |= {f"{key}.words.{choice}": text for choice, text in words.items()}
    said = {"not_known_yet": read.is_not_known_yet(raw), "not_applicable": read.is_not_applicable(raw)}
    row |= {f"{key}.{name}": "yes" for name, is_said in said.items() if is_said}
    return {**row, f"{key}.why": read.why_in(raw)} if read.is_set_aside(raw) and question.say_why else row


def _cell(question: Question, typed: Any) -> Any:
    if read.is_empty(question, typed):
        return ""
    if question.type in NUMBERS or question.type in DAYS:
        value = value_in(question, typed)
        if isinstance(value, Decimal):
            return value
        if isinstance(value, date):
            return f"{value:%Y-%m}" if question.type is QuestionType.MONTH else value.isoformat()
    if question.type is QuestionType.ATTEND_DATES:
        return LIST_BETWEEN.join(f"{day}: {who}" for day, who in read.dates_in(typed).items()) or "none"
    if isinstance(typed, bool):
        return "yes" if typed else "no"
    chosen = read.chosen_in(typed)
    is_listed = isinstance(chosen, list)
    return LIST_BETWEEN.join(str(each) for each in chosen if each) if is_listed else str(chosen)


def _meaning(document: Document, file: str, column: Column) -> Row:
    question = column.question
    section = document.section_of.get(file if file != "answers" else column.name.split(".")[0])
    choices = {choice.key: choice.label for choice in question.own_choices}
    return {
        "file": f"{file}.csv",
        "column": column.name,
        "question": question.label,
        "holds": column.holds,
        "section": section.title if section else "",
        "type": str(question.type),
        "unit": question.unit,
        "required": "yes" if question.required else "no",
        "choices": " | ".join(f"{key} = {label}" for key, label in choices.items()),
        "asked": condition_words(question.asked_when, document) if question.asked_when and file == "answers" else "",
    }
