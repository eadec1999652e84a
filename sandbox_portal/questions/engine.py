"""A question set as a value: sections, questions, and which of them are asked. No Django, no database."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from .checks import Check, Level
from .conditions import Condition, holds, keys_in
from .question_types import HAS_CHOICES, WRITTEN, QuestionType

Answers = Mapping[str, Any]
TODAY = "today"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen. `mandatory` matters for key dates only: the round needs you there.

    `asks` is the label of a text that is wanted from whoever chooses it: “Something else” asks “What else?”.
    """

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    label: str
    hint: str = ""
    mandatory: bool = False
    asks: str = ""


@dataclass(frozen=True)
class Given:
    """What the case adds to a question set: lists of choices by name, how many files each question has, and the day
    it is (the day of sending, once sent) where the set looks at it.
    """

    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    today: date | None = None


@dataclass(frozen=True)
class Question:
    """One thing that is asked. `public_name` is its short name in summaries; `maps_to` the criteria it feeds,
    and what the organisation's file keeps of it (“organisation.name”). `look_up` says what of a public list fills it in
    (“company.number”).

    Questions of a section with the same `page` are shown together. `choices_from` names a list that the case itself
    supplies when the question is shown, such as the key dates of its round. Which words fit which type is checked when
    the file is loaded (reading.py) and shown in docs/question-sets.md.
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
    may_not_apply: bool = False
    say_why: bool = False
    exact: bool = False
    page: str = ""
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    exclusive: str = ""
    drop_down: bool = False
    if_yes: str = ""
    if_no: str = ""
    smallest: float | None = None
    largest: float | None = None
    decimals: int | None = None
    unit: str = ""
    not_before: str = ""
    not_after: str = ""
    goes_on: str = ""
    parts: tuple[str, ...] = ()
    rows: tuple[Choice, ...] = ()
    columns: tuple["Question", ...] = ()
    one: str = ""
    questions: tuple["Question", ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    most_files: int | None = None
    autocomplete: str = ""
    asked_when: Condition | None = None
    maps_to: tuple[str, ...] = ()
    look_up: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.public_name or self.label

    @property
    def page_key(self) -> str:
        return self.page or self.key

    @property
    def is_written(self) -> bool:
        return self.type in WRITTEN

    @cached_property
    def own_choices(self) -> tuple[Choice, ...]:
        """The choices in the file; those of a yes or no question are the two words."""
        if self.type is QuestionType.YES_NO:
            return (Choice("yes", "Yes", asks=self.if_yes), Choice("no", "No", asks=self.if_no))
        return self.choices

    @cached_property
    def wants_words(self) -> bool:
        """True when a choice asks for words of its own."""
        is_listed = self.type in HAS_CHOICES or self.type is QuestionType.YES_NO
        return is_listed and any(choice.asks for choice in self.own_choices)


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
    checks: tuple[Check, ...] = ()

    @cached_property
    def every_check(self) -> tuple[Check, ...]:
        """The checks of the file, and those said by a date that may not be before or after another answer."""
        return (*self.checks, *_said_by_dates(self))

    @cached_property
    def looks_at_today(self) -> bool:
        """True when some answer is right or wrong according to the day."""
        return any("today" in check.rule or "age(" in check.rule for check in self.checks) or any(
            question.type in {QuestionType.PERSON, QuestionType.SIGNED_DECLARATION}
            or TODAY in (question.not_before, question.not_after)
            for question in every_question(self)
        )

    @cached_property
    def expansions(self) -> dict[Any, "Document"]:
        """The same set with the items of its groups, by the items; see expanding.py."""
        return {}

    def place_of(self, key: str) -> "ItemPlace | None":
        """Which item of which group the question belongs to; None outside groups."""
        return None

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


@dataclass(frozen=True)
class ItemPlace:
    """An item of a group: “Partner 2” is the second of the group `partners`."""

    group: Question
    item: str
    number: int

    @property
    def title(self) -> str:
        return f"{self.group.one[:1].upper()}{self.group.one[1:]} {self.number}"


def every_question(document: Document) -> Iterator[Question]:
    """Every question of the set, those inside groups and the columns of tables included."""
    for question in document.questions.values():
        yield question
        for inner in (*question.questions, *question.columns):
            yield inner
            yield from inner.columns


def is_another_answer(limit: str) -> bool:
    """True when the limit of a date names a question."""
    return bool(limit) and limit != TODAY and DAY.match(limit) is None


def _said_by_dates(document: Document) -> Iterator[Check]:
    for outer in document.questions.values():
        for question in (outer, *outer.questions):
            for sign, limit in ((">=", question.not_before), ("<=", question.not_after)):
                if is_another_answer(limit):
                    yield _said_by_date(question, sign, limit, each="" if question is outer else outer.key)


def _said_by_date(question: Question, sign: str, limit: str, *, each: str) -> Check:
    order = "the same as or after" if sign == ">=" else "the same as or before"
    return Check(
        key=f"{question.key}_{'not_before' if sign == '>=' else 'not_after'}",
        message=f"The date must be {order} {{2}}",
        level=Level.ERROR,
        at=question.key,
        each=each,
        rule=f"{question.key} {sign} {limit}",
    )


def choices_of(question: Question, given: Given) -> tuple[Choice, ...]:
    """The choices of a question: its own, or those the case supplies."""
    return tuple(given.choices.get(question.choices_from, ())) if question.choices_from else question.own_choices


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
