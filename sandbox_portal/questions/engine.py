"""A question set as a value: sections, questions, and which of them are asked. No Django, no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .conditions import Condition, holds, keys_in
from .question_types import WRITTEN, QuestionType

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen. `mandatory` matters for key dates only: the round needs you there."""

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    label: str
    hint: str = ""
    mandatory: bool = False


@dataclass(frozen=True)
class Given:
    """What the case adds to a question set: lists of choices by name, and how many files each question has."""

    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One thing that is asked. `public_name` is its short name in summaries; `maps_to` the criteria it feeds.

    Questions of a section with the same `page` are shown together. `choices_from` names a list that the case itself
    supplies when the question is shown, such as the key dates of its round.
    """

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    type: QuestionType
    label: str
    public_name: str = ""
    hint: str = ""
    why_we_ask: str = ""
    evidence_hint: str = ""
    example: str = ""
    words: int | None = None
    required: bool = True
    missing: str = ""
    may_be_unknown: bool = False
    page: str = ""
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    exclusive: str = ""
    smallest: int | None = None
    largest: int | None = None
    most_files: int | None = None
    autocomplete: str = ""
    asked_when: Condition | None = None
    maps_to: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.public_name or self.label

    @property
    def page_key(self) -> str:
        return self.page or self.key

    @property
    def is_written(self) -> bool:
        return self.type in WRITTEN


@dataclass(frozen=True)
class Section:
    """A task of the task list. `starts_after` names the sections that must be complete first.

    `pages` gives the heading of each page that holds more than one question.
    """

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    title: str
    questions: tuple[Question, ...]
    introduction: str = ""
    starts_after: tuple[str, ...] = ()
    pages: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """What is asked on one screen: one question, or a few small ones that belong together."""

    key: str
    section: Section
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        return self.questions[0].label if self.is_single else self.section.pages[self.key]

    @property
    def is_single(self) -> bool:
        return len(self.questions) == 1 and self.key not in self.section.pages


@dataclass(frozen=True)
class Document:
    """One version of a question set, as written in content/question_sets/."""

    __pydantic_config__ = {"extra": "forbid"}

    code: str
    version: int
    title: str
    sections: tuple[Section, ...]
    introduction: str = ""
    draft: bool = False

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its key, in order."""
        return {question.key: question for section in self.sections for question in section.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {question.key: section for section in self.sections for question in section.questions}

    @cached_property
    def page_of(self) -> dict[str, Page]:
        """The page of each question, by the question's key."""
        return {
            question.key: page for section in self.sections for page in pages_of(section) for question in page.questions
        }

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def page(self, section_key: str, page_key: str) -> Page | None:
        section = self.section(section_key)
        pages = pages_of(section) if section else ()
        return next((page for page in pages if page.key == page_key), None)


def choices_of(question: Question, given: Given) -> tuple[Choice, ...]:
    """The choices of a question: its own, or those the case supplies."""
    return tuple(given.choices.get(question.choices_from, ())) if question.choices_from else question.choices


def pages_of(section: Section) -> tuple[Page, ...]:
    """The pages of a section, in order, whatever their conditions."""
    grouped: dict[str, list[Question]] = {}
    for question in section.questions:
        grouped.setdefault(question.page_key, []).append(question)
    return tuple(Page(key, section, tuple(questions)) for key, questions in grouped.items())


def asked(document: Document, answers: Answers) -> tuple[Question, ...]:
    """The questions these answers lead to, in order. An answer to a question not asked counts for nothing."""
    counted: dict[str, Any] = {}
    found: list[Question] = []
    for question in document.questions.values():
        if question.asked_when is None or holds(question.asked_when, counted):
            found.append(question)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return tuple(found)


def asked_pages(document: Document, answers: Answers) -> tuple[Page, ...]:
    """The pages with at least one question asked, holding only the questions asked."""
    keys = {question.key for question in asked(document, answers)}
    return tuple(_asked_pages(document, keys))


def _asked_pages(document: Document, keys: set[str]) -> Iterator[Page]:
    for section in document.sections:
        for page in pages_of(section):
            questions = tuple(question for question in page.questions if question.key in keys)
            if questions:
                yield Page(page.key, section, questions)


def follow_ups(document: Document, changed: str) -> frozenset[str]:
    """The questions whose being asked depends on the changed one, directly or through others."""
    found = {changed}
    for question in document.questions.values():
        if question.asked_when is not None and keys_in(question.asked_when) & found:
            found.add(question.key)
    return frozenset(found - {changed})


def feeding(document: Document, criterion: str) -> tuple[Question, ...]:
    """The questions whose answers the panel reads for a criterion."""
    return tuple(question for question in document.questions.values() if criterion in question.maps_to)
