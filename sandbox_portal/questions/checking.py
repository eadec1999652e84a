"""What is wrong with an answer, as a code and its parts. wording.py says it in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from . import raw as read
from .checks import Check
from .engine import DAY, TODAY, Answers, Choice, Document, Given, Question, asked, choices_of
from .parts import named, part_of, parts_of
from .question_types import HAS_PARTS, QuestionType


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
    NOT_A_NUMBER = "not_a_number"
    NOT_A_MONTH = "not_a_month"
    ONLY_A_GUESS = "only_a_guess"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    NOT_A_COMPANY_NUMBER = "not_a_company_number"
    NOT_A_CHARITY_NUMBER = "not_a_charity_number"
    NOT_A_POSTCODE = "not_a_postcode"
    WORDS_MISSING = "words_missing"
    WHY_MISSING = "why_missing"
    SET_ASIDE_TWICE = "set_aside_twice"
    TOO_FEW_ITEMS = "too_few_items"
    TOO_MANY_ITEMS = "too_many_items"
    CHECK = "check"


@dataclass(frozen=True)
class Problem:
    """An answer that stops the form from being sent. `parts` names the boxes or dates that are wrong.

    `inner` are the problems of each part of an address, a table or the like; `check` is the cross-check that fails.
    """

    question: Question
    wrong: Wrong
    parts: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    inner: tuple["Problem", ...] = ()
    check: Check | None = None


def problems(document: Document, answers: Answers, given: Given) -> tuple[Problem, ...]:
    """Everything missing or wrong in the questions asked, in the order of the form."""
    found = (problem_with(question, answers.get(question.key), given) for question in asked(document, answers))
    return tuple(problem for problem in found if problem is not None)


def problem_with(question: Question, raw: Any, given: Given) -> Problem | None:
    """The first thing wrong with one answer, None when it can be sent as it is."""
    if read.is_set_aside(raw) and (set_aside := _set_aside(question, raw)) is not _NOT_ALLOWED:
        return set_aside
    typed = read.typed_in(raw)
    if question.type is QuestionType.FILE:
        return _files(question, given.files.get(question.key, 0))
    if question.type is QuestionType.ATTEND_DATES and not choices_of(question, given):
        return None
    if question.type in HAS_PARTS:
        return _parts(question, typed, given)
    if read.is_empty(question, typed):
        return _missing(question) if question.required else None
    if question.wants_words:
        return _with_words(question, typed, given)
    return _CHECKS.get(question.type, _nothing)(question, typed, given)


_NOT_ALLOWED = object()


def _set_aside(question: Question, raw: Any) -> Any:
    """What is wrong with saying that there is no answer, where the set lets people say so."""
    says_both = read.is_not_known_yet(raw) and read.is_not_applicable(raw)
    if says_both and question.may_be_unknown and question.may_not_apply:
        return Problem(question, Wrong.SET_ASIDE_TWICE)
    is_allowed = question.may_be_unknown if read.is_not_known_yet(raw) else question.may_not_apply
    if not is_allowed:
        return _NOT_ALLOWED
    return Problem(question, Wrong.WHY_MISSING) if question.say_why and not read.why_in(raw) else None


def _missing(question: Question) -> Problem:
    if question.type is QuestionType.GROUP:
        return Problem(question, Wrong.MISSING, values={"fewest": question.at_least or 1})
    return Problem(question, Wrong.MISSING)


def _parts(question: Question, raw: Any, given: Given) -> Problem | None:
    """Everything wrong in the parts; the whole is as wrong as its first wrong part."""
    found = (problem_with(named(question, part), part_of(raw, part.key), given) for part in parts_of(question, raw))
    inner = tuple(problem for problem in found if problem is not None)
    if not inner:
        return Problem(question, Wrong.MISSING) if question.required and read.is_empty(question, raw) else None
    first = next((problem for problem in inner if problem.wrong is not Wrong.MISSING), inner[0])
    return Problem(question, first.wrong, first.parts, first.values, inner)


def _with_words(question: Question, raw: Any, given: Given) -> Problem | None:
    chosen = read.chosen_in(raw)
    problem = _CHECKS[question.type](question, chosen, given)
    if problem is not None:
        return problem
    words = read.words_beside(raw)
    for choice in choices_of(question, given):
        is_chosen = choice.key in chosen if isinstance(chosen, list) else choice.key == chosen
        if is_chosen and choice.asks and not words.get(choice.key, "").strip():
            return Problem(question, Wrong.WORDS_MISSING, parts=(choice.key,), values={"asks": choice.asks})
    return None


def _nothing(question: Question, raw: Any, given: Given) -> Problem | None:
    return None


def _files(question: Question, count: int) -> Problem | None:
    if question.required and count == 0:
        return Problem(question, Wrong.MISSING)
    if question.most_files is not None and count > question.most_files:
        return Problem(question, Wrong.TOO_MANY_FILES, values={"most": question.most_files})
    return None


def _number(question: Question, raw: Any, given: Given) -> Problem | None:
    number = read.number_in(question, raw)
    if number is None:
        return Problem(question, _NOT_A_NUMBER[question.type], values={"decimals": question.decimals or 1})
    if question.exact and read.is_about(raw):
        return Problem(question, Wrong.ONLY_A_GUESS)
    smallest, largest = limits_of(question)
    if smallest is not None and number < smallest:
        return Problem(question, Wrong.TOO_SMALL, values={"smallest": smallest})
    if largest is not None and number > largest:
        return Problem(question, Wrong.TOO_LARGE, values={"largest": largest})
    return None


def limits_of(question: Question) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and the largest number that fit; a percentage is at most 100 unless the set says more."""
    smallest, largest = question.smallest, question.largest
    if question.type is QuestionType.PERCENTAGE:
        smallest, largest = smallest or 0, 100 if largest is None else largest
    return _exactly(smallest), _exactly(largest)


def _exactly(limit: float | None) -> Decimal | None:
    if limit is None:
        return None
    return Decimal(int(limit)) if limit == int(limit) else Decimal(str(limit))


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
    return _day(question, read.calendar_day(raw), given, Wrong.NOT_A_DATE)


def _month(question: Question, raw: Any, given: Given) -> Problem | None:
    empty = read.empty_month_boxes(raw)
    if empty:
        return Problem(question, Wrong.DATE_INCOMPLETE, parts=empty)
    return _day(question, read.calendar_month(raw), given, Wrong.NOT_A_MONTH)


def _day(question: Question, day: date | None, given: Given, unreadable: Wrong) -> Problem | None:
    if day is None:
        return Problem(question, unreadable)
    earliest, latest = _limit(question.not_before, given), _limit(question.not_after, given)
    if earliest and day < (earliest.replace(day=1) if question.type is QuestionType.MONTH else earliest):
        return Problem(question, Wrong.TOO_EARLY, values={"limit": earliest, "today": question.not_before == TODAY})
    if latest and day > latest:
        return Problem(question, Wrong.TOO_LATE, values={"limit": latest, "today": question.not_after == TODAY})
    return None


def _limit(limit: str, given: Given) -> date | None:
    if limit == TODAY:
        return given.today
    return date.fromisoformat(limit) if DAY.match(limit) else None


def _group(question: Question, raw: Any, given: Given) -> Problem | None:
    count = len(read.items_in(raw))
    if question.at_least is not None and count < question.at_least:
        return Problem(question, Wrong.TOO_FEW_ITEMS, values={"fewest": question.at_least, "one": question.one})
    if question.at_most is not None and count > question.at_most:
        return Problem(question, Wrong.TOO_MANY_ITEMS, values={"most": question.at_most, "one": question.one})
    return None


def _shape(reader: Callable[[Any], str | None], wrong: Wrong) -> Callable[[Question, Any, Given], Problem | None]:
    return lambda question, raw, given: None if reader(raw) else Problem(question, wrong)


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


_NOT_A_NUMBER = {
    QuestionType.WHOLE_NUMBER: Wrong.NOT_A_WHOLE_NUMBER,
    QuestionType.DECIMAL: Wrong.NOT_A_NUMBER,
    QuestionType.PERCENTAGE: Wrong.NOT_A_NUMBER,
    QuestionType.MONEY: Wrong.NOT_MONEY,
}
_CHECKS = {
    **dict.fromkeys(_NOT_A_NUMBER, _number),
    QuestionType.CHOICE: _one,
    QuestionType.RECORD: _one,
    QuestionType.CHOICES: _some,
    QuestionType.YES_NO: _yes_no,
    QuestionType.DATE: _date,
    QuestionType.MONTH: _month,
    QuestionType.EMAIL: _email,
    QuestionType.TELEPHONE: _telephone,
    QuestionType.ATTEND_DATES: _attend,
    QuestionType.GROUP: _group,
    QuestionType.COMPANY_NUMBER: _shape(read.company_number, Wrong.NOT_A_COMPANY_NUMBER),
    QuestionType.CHARITY_NUMBER: _shape(read.charity_number, Wrong.NOT_A_CHARITY_NUMBER),
    QuestionType.POSTCODE: _shape(read.postcode, Wrong.NOT_A_POSTCODE),
}
