"""Which words of a question fit which type; said with the word that does not fit."""

from collections.abc import Iterator

from .engine import DAY, TODAY, Question
from .parts import PERSON_PARTS
from .question_types import (
    DAYS,
    HAS_CHOICES,
    IN_A_CELL,
    NEVER_UNKNOWN,
    NUMBERS,
    ONE_OF_LIST,
    WRITTEN,
    QuestionType,
)

LONGEST_ITEM_KEY = 60 - len("----") - 12  # what is left of an answer's name beside the item's own
Fault = tuple[str, str]

FITS = {
    "decimals": frozenset({QuestionType.DECIMAL, QuestionType.PERCENTAGE}),
    "unit": NUMBERS - {QuestionType.PERCENTAGE},
    "exact": NUMBERS,
    "not_before": DAYS,
    "not_after": DAYS,
    "goes_on": frozenset({QuestionType.PERIOD}),
    "parts": frozenset({QuestionType.PERSON}),
    "rows": frozenset({QuestionType.TABLE}),
    "columns": frozenset({QuestionType.TABLE}),
    "questions": frozenset({QuestionType.GROUP}),
    "one": frozenset({QuestionType.TABLE, QuestionType.GROUP}),
    "at_least": frozenset({QuestionType.TABLE, QuestionType.GROUP}),
    "at_most": frozenset({QuestionType.TABLE, QuestionType.GROUP}),
    "drop_down": frozenset({QuestionType.CHOICE, QuestionType.RECORD}),
    "if_yes": frozenset({QuestionType.YES_NO}),
    "if_no": frozenset({QuestionType.YES_NO}),
    "most_files": frozenset({QuestionType.FILE}),
}


def faults_of_type(question: Question) -> Iterator[Fault]:
    """Every word of the question that its type has no use for, or that is missing or makes no sense."""
    yield from _misplaced(question)
    yield from _words(question)
    yield from _numbers(question)
    yield from _choices(question)
    yield from _set_aside(question)
    if question.type is QuestionType.PERSON:
        yield from _person(question)
    if question.type is QuestionType.TABLE:
        yield from _table(question)
    if question.type is QuestionType.GROUP:
        yield from _group(question)


def _misplaced(question: Question) -> Iterator[Fault]:
    for key, types in FITS.items():
        is_said = getattr(question, key) not in ("", (), None, False)
        if is_said and question.type not in types:
            fitting = " or ".join(f"“{each}”" for each in sorted(types))
            yield key, f"“{key}” is for questions of type {fitting}."


def _words(question: Question) -> Iterator[Fault]:
    if question.words is None:
        return
    if question.type not in WRITTEN and not question.wants_words:
        yield "words", f"A word guide cannot stand on a question of type “{question.type}”."
    elif question.words < 1:
        yield "words", "A word guide must be 1 or more."


def _numbers(question: Question) -> Iterator[Fault]:
    limits = question.smallest, question.largest
    if question.type not in NUMBERS and any(limit is not None for limit in limits):
        yield (
            "smallest" if question.smallest is not None else "largest",
            (f"“{'smallest' if question.smallest is not None else 'largest'}” is for numbers only."),
        )
    for low, high in (("smallest", "largest"), ("at_least", "at_most")):
        least, most = getattr(question, low), getattr(question, high)
        if least is not None and most is not None and least > most:
            yield high, f"“{high}” is less than “{low}”, so no number would fit."
    if question.decimals is not None and not 0 < question.decimals <= 6:
        yield "decimals", "“decimals” must be from 1 to 6. For whole numbers there is the type “whole_number”."
    if question.at_least is not None and question.at_least < 0:
        yield "at_least", "“at_least” must be 0 or more."
    if question.at_most is not None and question.at_most < 1:
        yield "at_most", "“at_most” must be 1 or more."


def _choices(question: Question) -> Iterator[Fault]:
    is_listed = question.type in ONE_OF_LIST
    if is_listed and not question.choices and not question.choices_from:
        yield "choices", f"The question “{question.key}” has nothing to choose from. Add “choices”."
    if question.type in {QuestionType.ATTEND_DATES, QuestionType.RECORD} and not question.choices_from:
        what = "dates" if question.type is QuestionType.ATTEND_DATES else "records"
        yield "choices_from", f"Say with “choices_from” where the {what} come from."
    if question.type is QuestionType.SIGNED_DECLARATION and not question.choices:
        yield "choices", "Say with “choices” what is declared: each is a box to tick."
    holds_choices = is_listed or question.type is QuestionType.SIGNED_DECLARATION
    if question.choices and (not holds_choices or question.choices_from):
        yield "choices", f"“choices” cannot stand on the question “{question.key}”."
    if question.choices_from and question.type not in HAS_CHOICES | {QuestionType.ATTEND_DATES}:
        yield "choices_from", f"“choices_from” cannot stand on a question of type “{question.type}”."


def _set_aside(question: Question) -> Iterator[Fault]:
    if question.may_be_unknown and question.type in NEVER_UNKNOWN:
        yield "may_be_unknown", f"“I do not know yet” is no answer to a question of type “{question.type}”."
    if question.may_not_apply and question.type in NEVER_UNKNOWN:
        yield "may_not_apply", f"“This does not apply” is no answer to a question of type “{question.type}”."
    if question.say_why and not (question.may_be_unknown or question.may_not_apply):
        yield "say_why", "“say_why” goes with “may_be_unknown” or “may_not_apply”."
    for key in ("not_before", "not_after"):
        limit = getattr(question, key)
        if limit and limit != TODAY and limit[:1].isdigit() and DAY.match(limit) is None:
            yield key, f"“{limit}” is not a day. Write “today”, a day such as “2026-09-12”, or the key of a question."


def _person(question: Question) -> Iterator[Fault]:
    for part in question.parts:
        if part not in PERSON_PARTS:
            known = ", ".join(f"“{each}”" for each in PERSON_PARTS)
            yield "parts", f"“{part}” is not a part of a person. Use {known}."


def _table(question: Question) -> Iterator[Fault]:
    if not question.columns:
        yield "columns", "A table needs “columns”."
    if question.rows and (question.at_least is not None or question.at_most is not None):
        yield "rows", "A table has “rows”, or it grows (“at_least”, “at_most”), not both."
    keys = [column.key for column in question.columns]
    for column in question.columns:
        if column.type not in IN_A_CELL:
            yield "columns", f"A column cannot be of type “{column.type}”."
        if column.asked_when or column.may_be_unknown or column.may_not_apply or column.wants_words:
            yield "columns", f"The column “{column.key}” is too rich for a cell: leave out conditions and extra words."
        if keys.count(column.key) > 1 or column.key in {row.key for row in question.rows}:
            yield "columns", f"There is already a row or column “{column.key}” in this table."
    for row in question.rows:
        if [each.key for each in question.rows].count(row.key) > 1:
            yield "rows", f"There is already a row “{row.key}” in this table."


def _group(question: Question) -> Iterator[Fault]:
    if not question.questions:
        yield "questions", "A group needs “questions”: what is asked of each."
    if not question.one:
        yield "one", "Say with “one” what one of them is called, such as “partner”."
    keys = [inner.key for inner in question.questions]
    for inner in question.questions:
        if inner.type in {QuestionType.GROUP, QuestionType.ATTEND_DATES}:
            yield "questions", f"A question of type “{inner.type}” cannot stand inside a group."
        if keys.count(inner.key) > 1:
            yield "questions", f"There is already a question “{inner.key}” in this group."
        if len(question.key) + len(inner.page or inner.key) > LONGEST_ITEM_KEY:
            yield "questions", f"“{question.key}” and “{inner.key}” are together too long. Use shorter keys."
