"""The questions on paper: every question, when it is asked, and room to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .conditions import Condition
from .engine import Choice, Document, Given, Question, Section, choices_of
from .question_types import QuestionType

LINES = {QuestionType.LONG_TEXT: 12}
WORDS_A_LINE = 12
MOST_LINES = 40


@dataclass(frozen=True)
class BlankQuestion:
    """A question as it is printed. `only_if` says in words when it is to be answered."""

    question: Question
    only_if: str
    choices: tuple[Choice, ...]
    lines: range


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


def _blank(document: Document, question: Question, given: Given) -> BlankQuestion:
    only_if = condition_words(question.asked_when, document) if question.asked_when else ""
    return BlankQuestion(question, only_if, _printed_choices(question, given), range(_lines(question)))


def _printed_choices(question: Question, given: Given) -> tuple[Choice, ...]:
    if question.type is QuestionType.YES_NO:
        return (Choice("yes", _("Yes")), Choice("no", _("No")))
    return choices_of(question, given)


def _lines(question: Question) -> int:
    if question.words:
        return min(MOST_LINES, max(2, question.words // WORDS_A_LINE))
    return LINES.get(question.type, 1)


def condition_words(condition: Condition, document: Document) -> str:
    """Say when a question is asked: “you answered “Partnership” to “How are you set up?””."""
    if condition.all:
        return _(" and ").join(condition_words(part, document) for part in condition.all)
    if condition.any:
        alike = {part.question for part in condition.any}
        if len(alike) == 1 and "" not in alike:
            return _answered(document, condition.any)
        return _(" or ").join(condition_words(part, document) for part in condition.any)
    if condition.negated is not None:
        other = condition.negated
        if other.question:
            return _answered(document, [other], is_so=False)
        return _("it is not so that %(other)s") % {"other": condition_words(other, document)}
    return _answered(document, [condition])


def _answered(document: Document, tests: Sequence[Condition], *, is_so: bool = True) -> str:
    asked = document.questions[tests[0].question]
    answers = _(" or ").join(f"“{_wanted(asked, test)}”" for test in tests)
    words = _("you answered %(answers)s to “%(question)s”")
    unless = _("you did not answer %(answers)s to “%(question)s”")
    return (words if is_so else unless) % {"answers": answers, "question": asked.label}


def _wanted(asked: Question, test: Condition) -> str:
    wanted = test.includes if test.includes is not None else test.equals
    named = {choice.key: choice.label for choice in _printed_choices(asked, Given())}
    return named.get(str(wanted)) or (_("Yes") if wanted is True else _("No"))
