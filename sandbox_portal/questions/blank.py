"""The questions on paper: every question, when it is asked, and room to answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from .conditions import Condition
from .engine import Choice, Document, Given, Question, Section, choices_of
from .parts import parts_of, rows_of
from .question_types import HAS_PARTS, QuestionType

LINES = {QuestionType.LONG_TEXT: 12}
WORDS_A_LINE = 12
MOST_LINES = 40
EMPTY_ROWS = 4


@dataclass(frozen=True)
class BlankQuestion:
    """A question as it is printed. `only_if` says in words when it is to be answered, `how` what is to be written.

    `parts` are the boxes of an address or a person, `columns` and `rows` those of a table, `inner` what is asked of
    each item of a group; `others` are the boxes to tick when there is no answer.
    """

    question: Question
    only_if: str
    choices: tuple[Choice, ...]
    lines: range
    how: str = ""
    parts: tuple["BlankQuestion", ...] = ()
    columns: tuple[Question, ...] = ()
    rows: tuple[str, ...] = ()
    inner: tuple["BlankQuestion", ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlankSection:
    section: Section
    questions: tuple[BlankQuestion, ...]


def blank_sections(document: Document, given: Given) -> tuple[BlankSection, ...]:
    """The whole question set, whatever its conditions."""
    return tuple(
        BlankSection(section, tuple(_blank(document, question, given) for question in section.questions))
        for section in document.sections
    )


def printed_sections(sections: Iterable[BlankSection]) -> list[dict[str, Any]]:
    """The same as plain JSON, for the snapshot of a printed form."""
    return [
        {
            "title": each.section.title,
            "introduction": each.section.introduction,
            "questions": [_printed(question) for question in each.questions],
        }
        for each in sections
    ]


def _printed(blank: BlankQuestion) -> dict[str, Any]:
    question = blank.question
    return {
        "question": {
            "label": question.label,
            "type": str(question.type),
            "required": question.required,
            "hint": question.hint,
            "words": question.words,
            "one": question.one,
        },
        "only_if": blank.only_if,
        "how": blank.how,
        "choices": [{"label": each.label, "hint": each.hint, "asks": each.asks} for each in blank.choices],
        "lines": list(blank.lines),
        "parts": [_printed(part) for part in blank.parts],
        "columns": [{"label": column.label} for column in blank.columns],
        "rows": list(blank.rows),
        "inner": [_printed(inner) for inner in blank.inner],
        "others": list(blank.others),
    }


def _blank(document: Document, question: Question, given: Given) -> BlankQuestion:
    is_whole = question.type in HAS_PARTS - {QuestionType.TABLE}
    rows = rows_of(question, rows=EMPTY_ROWS) if question.type is QuestionType.TABLE else ()
    return BlankQuestion(
        question,
        condition_words(question.asked_when, document) if question.asked_when else "",
        _printed_choices(question, given),
        range(_lines(question)),
        how=_how(question),
        parts=tuple(_blank(document, part, given) for part in parts_of(question)) if is_whole else (),
        columns=question.columns,
        rows=tuple(row.label for row in rows),
        inner=tuple(_blank_inner(document, question, inner, given) for inner in question.questions),
        others=tuple(_others(question)),
    )


def _blank_inner(document: Document, group: Question, inner: Question, given: Given) -> BlankQuestion:
    """A question of an item: its condition may look at another of the same item."""
    own = {**document.questions, **{each.key: each for each in group.questions}}
    blank = _blank(document, replace(inner, asked_when=None), given)
    return replace(blank, only_if=_words_of(inner.asked_when, own) if inner.asked_when else "")


def _printed_choices(question: Question, given: Given) -> tuple[Choice, ...]:
    return () if question.type is QuestionType.SIGNED_DECLARATION else choices_of(question, given)


def _lines(question: Question) -> int:
    if question.words:
        return min(MOST_LINES, max(2, question.words // WORDS_A_LINE))
    return LINES.get(question.type, 1)


def _how(question: Question) -> str:
    """What is to be written, where the line alone does not say it."""
    match question.type:
        case QuestionType.MONEY:
            return _("In pounds and pence")
        case QuestionType.PERCENTAGE:
            return _("In per cent")
        case QuestionType.DATE:
            return _("Day, month and year")
        case QuestionType.MONTH:
            return _("Month and year")
        case _:
            return question.unit[:1].upper() + question.unit[1:]


def _others(question: Question) -> Iterator[str]:
    if question.may_be_unknown:
        yield _("I do not know yet")
    if question.may_not_apply:
        yield _("This does not apply to us")
    if question.say_why:
        yield _("Because:")


def condition_words(condition: Condition, document: Document) -> str:
    """Say when a question is asked: “you answered “Partnership” to “How are you set up?””."""
    return _words_of(condition, document.questions)


def _words_of(condition: Condition, document: Mapping[str, Question]) -> str:
    if condition.all:
        return _(" and ").join(_words_of(part, document) for part in condition.all)
    if condition.any:
        alike = {part.question for part in condition.any}
        if len(alike) == 1 and "" not in alike:
            return _answered(document, condition.any)
        return _(" or ").join(_words_of(part, document) for part in condition.any)
    if condition.negated is not None:
        other = condition.negated
        if other.question:
            return _answered(document, [other], is_so=False)
        return _("it is not so that %(other)s") % {"other": _words_of(other, document)}
    return _answered(document, [condition])


def _answered(document: Mapping[str, Question], tests: Sequence[Condition], *, is_so: bool = True) -> str:
    asked = document[tests[0].question]
    answers = _(" or ").join(f"“{_wanted(asked, test)}”" for test in tests)
    words = _("you answered %(answers)s to “%(question)s”")
    unless = _("you did not answer %(answers)s to “%(question)s”")
    return (words if is_so else unless) % {"answers": answers, "question": asked.label}


def _wanted(asked: Question, test: Condition) -> str:
    wanted = test.includes if test.includes is not None else test.equals
    named = {choice.key: choice.label for choice in _printed_choices(asked, Given())}
    return named.get(str(wanted)) or (_("Yes") if wanted is True else _("No"))
