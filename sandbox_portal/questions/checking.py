"""What is wrong with an answer, as a code and its parts. wording.py says it in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from . import raw as read
from .engine import Answers, Choice, Document, Given, Question, asked, choices_of
from .question_types import QuestionType


class Wrong(StrEnum):
    """Every way an answer can fail."""

    MISSING = "missing"
    NOT_IN_LIST = "not_in_list"
    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    NOT_MONEY = "not_money"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    DATE_INCOMPLETE = "date_incomplete"
    NOT_A_DATE = "not_a_date"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_TELEPHONE = "not_a_telephone"
    NAME_MISSING = "name_missing"
    BOTH_NONE_AND_SOME = "both_none_and_some"
    TOO_MANY_FILES = "too_many_files"


@dataclass(frozen=True)
class Problem:
    """An answer that stops the form from being sent. `parts` names the boxes or dates that are wrong."""

    question: Question
    wrong: Wrong
    parts: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def problems(document: Document, answers: Answers, given: Given) -> tuple[Problem, ...]:
    """Everything missing or wrong in the questions asked, in the order of the form."""
    found = (problem_with(question, answers.get(question.key), given) for question in asked(document, answers))
    return tuple(problem for problem in found if problem is not None)


def problem_with(question: Question, raw: Any, given: Given) -> Problem | None:
    """The first thing wrong with one answer, None when it can be sent as it is."""
    if question.may_be_unknown and read.is_not_known_yet(raw):
        return None
    typed = read.typed_in(raw)
    if question.type is QuestionType.FILE:
        return _files(question, given.files.get(question.key, 0))
    if question.type is QuestionType.ATTEND_DATES and not choices_of(question, given):
        return None
    if read.is_empty(question, typed):
        return Problem(question, Wrong.MISSING) if question.required else None
    return _CHECKS.get(question.type, _nothing)(question, typed, given)


def _nothing(question: Question, raw: Any, given: Given) -> Problem | None:
    return None


def _files(question: Question, count: int) -> Problem | None:
    if question.required and count == 0:
        return Problem(question, Wrong.MISSING)
    if question.most_files is not None and count > question.most_files:
        return Problem(question, Wrong.TOO_MANY_FILES, values={"most": question.most_files})
    return None


def _number(question: Question, raw: Any, given: Given) -> Problem | None:
    is_money = question.type is QuestionType.MONEY
    number = read.money(raw) if is_money else read.whole_number(raw)
    if number is None:
        return Problem(question, Wrong.NOT_MONEY if is_money else Wrong.NOT_A_WHOLE_NUMBER)
    if question.smallest is not None and number < question.smallest:
        return Problem(question, Wrong.TOO_SMALL, values={"smallest": question.smallest})
    if question.largest is not None and number > question.largest:
        return Problem(question, Wrong.TOO_LARGE, values={"largest": question.largest})
    return None


def _one(question: Question, raw: Any, given: Given) -> Problem | None:
    return None if raw in _keys(choices_of(question, given)) else Problem(question, Wrong.NOT_IN_LIST)


def _some(question: Question, raw: Any, given: Given) -> Problem | None:
    known = _keys(choices_of(question, given))
    if not isinstance(raw, list) or any(key not in known for key in raw):
        return Problem(question, Wrong.NOT_IN_LIST)
    if question.exclusive in raw and len(set(raw)) > 1:
        return Problem(question, Wrong.BOTH_NONE_AND_SOME, values={"none": known[question.exclusive]})
    return None


def _yes_no(question: Question, raw: Any, given: Given) -> Problem | None:
    return None if raw in ("yes", "no") else Problem(question, Wrong.NOT_IN_LIST)


def _date(question: Question, raw: Any, given: Given) -> Problem | None:
    empty = read.empty_boxes(raw)
    if empty:
        return Problem(question, Wrong.DATE_INCOMPLETE, parts=empty)
    return None if read.calendar_day(raw) else Problem(question, Wrong.NOT_A_DATE)


def _email(question: Question, raw: Any, given: Given) -> Problem | None:
    return None if read.is_email(raw) else Problem(question, Wrong.NOT_AN_EMAIL)


def _telephone(question: Question, raw: Any, given: Given) -> Problem | None:
    return None if read.is_telephone(raw) else Problem(question, Wrong.NOT_A_TELEPHONE)


def _attend(question: Question, raw: Any, given: Given) -> Problem | None:
    known = _keys(choices_of(question, given))
    coming = {key: who for key, who in read.dates_in(raw).items() if key in known}
    if not coming:
        return None if read.cannot_come(raw) else Problem(question, Wrong.MISSING)
    if read.cannot_come(raw):
        return Problem(question, Wrong.BOTH_NONE_AND_SOME, parts=("none",), values={"none": ""})
    nameless = tuple(key for key in known if key in coming and not coming[key])
    if nameless:
        return Problem(question, Wrong.NAME_MISSING, parts=nameless, values={"date": known[nameless[0]]})
    return None


def dates_not_promised(question: Question, raw: Any, given: Given) -> tuple[Choice, ...]:
    """The mandatory key dates nobody is named for: the form may be sent, but the panel will see it."""
    coming = read.dates_in(raw)
    return tuple(choice for choice in choices_of(question, given) if choice.mandatory and choice.key not in coming)


def _keys(choices: tuple[Choice, ...]) -> dict[str, str]:
    return {choice.key: choice.label for choice in choices}


_CHECKS = {
    QuestionType.WHOLE_NUMBER: _number,
    QuestionType.MONEY: _number,
    QuestionType.CHOICE: _one,
    QuestionType.CHOICES: _some,
    QuestionType.YES_NO: _yes_no,
    QuestionType.DATE: _date,
    QuestionType.EMAIL: _email,
    QuestionType.TELEPHONE: _telephone,
    QuestionType.ATTEND_DATES: _attend,
}
