"""Which questions can be filled in from a public list, and with what: “look_up: [company.name]” in a set."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.lookup.queries import Listed

from . import raw as read
from .engine import Document, Question
from .question_types import QuestionType

T = QuestionType
WORDS = frozenset({T.TEXT})
FILLS: dict[str, frozenset[QuestionType]] = {
    "company.name": WORDS,
    "company.number": frozenset({T.TEXT, T.COMPANY_NUMBER}),
    "company.address": frozenset({T.ADDRESS}),
    "provider.name": WORDS,
    "provider.number": WORDS,
    "provider.address": frozenset({T.ADDRESS}),
}
# The list of companies often says only “United Kingdom” or nothing, and the list of services is of England.
COUNTRIES = {
    **dict.fromkeys(("", "england", "united kingdom", "great britain", "uk"), "england"),
    "scotland": "scotland",
    "wales": "wales",
    "northern ireland": "northern_ireland",
}
LISTS = {"company": PublicList.COMPANIES, "provider": PublicList.PROVIDERS}


def faults_of_look_ups(document: Document) -> Iterator[tuple[tuple[Any, ...], str]]:
    """What is wrong with what a set says of look-ups: the place in the set, and a sentence."""
    for number, section in enumerate(document.sections):
        for index, question in enumerate(section.questions):
            for code in question.look_up:
                sentence = _fault(question, code)
                if sentence:
                    yield ("sections", number, "questions", index, "look_up"), sentence
            for inner, each in enumerate(question.questions):
                if each.look_up:
                    sentence = "A question inside a group cannot be filled in from a list."
                    yield ("sections", number, "questions", index, "questions", inner, "look_up"), sentence


def _fault(question: Question, code: str) -> str | None:
    if code not in FILLS:
        return f"“{code}” is in no list. There are: {', '.join(FILLS)}."
    if question.type not in FILLS[code]:
        return f"“{code}” cannot fill in a question of type “{question.type}”."
    return None


def lists_of(questions: tuple[Question, ...]) -> list[PublicList]:
    """The lists from which any of these can be filled in."""
    named = {LISTS[code.partition(".")[0]] for question in questions for code in question.look_up if code in FILLS}
    return [which for which in PublicList if which in named]


@dataclass(frozen=True)
class Filled:
    """One answer a picked row gives: what is there now, and what would stand there."""

    question: Question
    now: Any
    raw: Any

    @property
    def is_typed(self) -> bool:
        """True where somebody has answered already: it is replaced only when they tick it."""
        return not read.is_empty(self.question, self.now)


def filled_from(questions: tuple[Question, ...], answers: dict[str, Any], listed: Listed) -> list[Filled]:
    """What the row gives to these questions, where it says something else than the answer does."""
    found = []
    for question in questions:
        code = next((code for code in question.look_up if listed.fills.get(code)), None)
        if code is None:
            continue
        raw = _raw(question, listed.fills[code])
        now = answers.get(question.key)
        if raw != now:
            found.append(Filled(question, now, raw))
    return found


def _raw(question: Question, value: Any) -> Any:
    """The value as somebody would have typed it."""
    if question.type is not QuestionType.ADDRESS:
        return value
    return {**value, "country": COUNTRIES.get(str(value.get("country", "")).lower(), "elsewhere")}
