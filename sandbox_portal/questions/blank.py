"""The questions on paper: every question, when it is asked, and room to answer."""

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
    """Say when a question is asked: “you chose “Partnership” for “How are you set up?””."""
    if condition.all:
        return _(" and ").join(condition_words(part, document) for part in condition.all)
    if condition.any:
        return _(" or ").join(condition_words(part, document) for part in condition.any)
    if condition.negated is not None:
        return _("it is not so that %(other)s") % {"other": condition_words(condition.negated, document)}
    asked = document.questions[condition.question]
    wanted = condition.includes if condition.includes is not None else condition.equals
    named = {choice.key: choice.label for choice in _printed_choices(asked, Given())}
    answer = named.get(str(wanted), _("yes") if wanted is True else _("no") if wanted is False else str(wanted))
    return _("you answered “%(answer)s” to “%(question)s”") % {"answer": answer, "question": asked.label}
