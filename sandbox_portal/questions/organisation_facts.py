"""What an organisation tells us again and again, as the regulator wrote it in content/organisation_facts.yaml."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from pydantic import TypeAdapter

from sandbox_portal.casework.content import Fault
from sandbox_portal.casework.content_files import read_content_file, refuse_faults, shape

from .engine import Choice, Document, Question
from .question_types import QuestionType
from .slugs import is_slug

FILE = "organisation_facts.yaml"
PREFIX = "organisation."


@dataclass(frozen=True)
class ToldIn:
    """A question of a version that was published before the file was there."""

    __pydantic_config__ = {"extra": "forbid"}

    set: str
    version: int
    question: str


@dataclass(frozen=True)
class FactKind:
    """One thing that is worth keeping: how it is called, how it is answered, how long it stays fresh, who sees it."""

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    type: QuestionType
    label: str
    seen_by: Literal["team", "signatories"]
    fresh_for: int | None = None
    choices: tuple[Choice, ...] = ()
    parts: tuple[str, ...] = ()
    told_in: tuple[ToldIn, ...] = ()

    @property
    def is_for_signatories(self) -> bool:
        return self.seen_by == "signatories"

    def as_question(self, *, label: str = "") -> Question:
        """The fact as something that can be asked and read out."""
        return Question(
            key=self.key,
            type=self.type,
            label=label or self.label,
            public_name=self.label,
            missing=f"Enter this: {self.label}",
            choices=self.choices,
            parts=self.parts,
        )

    def fresh_until(self, day: date) -> date | None:
        """The last day on which what was said on this day counts as fresh."""
        if self.fresh_for is None:
            return None
        years, month = divmod(day.month - 1 + self.fresh_for, 12)
        year = day.year + years
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class FactKinds:
    """The whole file."""

    __pydantic_config__ = {"extra": "forbid"}

    facts: tuple[FactKind, ...]


def fact_kinds() -> dict[str, FactKind]:
    """Every kind of fact by its key, in the order of the file."""
    return _all(settings.CONTENT_ROOT)


def fact_kind_of(question: Question) -> FactKind | None:
    """What the organisation's file keeps of this question, when they still fit together; None for any other."""
    for code in question.maps_to:
        kind = fact_kinds().get(code.removeprefix(PREFIX)) if code.startswith(PREFIX) else None
        if kind is not None and misfit(kind, question) is None:
            return kind
    return None


def mapped_questions(document: Document) -> dict[str, FactKind]:
    """The kind of fact behind each question of a set that has one."""
    found = {question.key: fact_kind_of(question) for question in document.questions.values() if question.maps_to}
    for kind in fact_kinds().values():
        for told in kind.told_in:
            question = document.questions.get(told.question)
            is_here = (told.set, told.version) == (document.code, document.version)
            if is_here and question is not None and misfit(kind, question) is None:
                found[told.question] = kind
    return {key: kind for key, kind in found.items() if kind is not None}


def misfit(kind: FactKind, question: Question) -> str | None:
    """Why what one of them holds could not be an answer to the other; None when they fit."""
    if kind.type is not question.type:
        return f"“{PREFIX}{kind.key}” is of type “{kind.type}”, and this question of type “{question.type}”."
    unknown = [choice.key for choice in question.choices if choice.key not in {each.key for each in kind.choices}]
    if kind.choices and unknown:
        return f"“{PREFIX}{kind.key}” knows no choice “{unknown[0]}”. Add it in {FILE}."
    if set(kind.parts) != set(question.parts):
        return f"“{PREFIX}{kind.key}” has other parts than this question."
    return None


def faults_of_mapping(document: Document, kinds: dict[str, FactKind]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """What is wrong with what a set says of the organisation's file: the place in the set, and a sentence."""
    seen: set[str] = set()
    for number, section in enumerate(document.sections):
        for index, question in enumerate(section.questions):
            place = ("sections", number, "questions", index)
            for code in _codes(question):
                sentence = _fault(question, code, kinds, seen)
                if sentence:
                    yield (*place, "maps_to"), sentence
                seen.add(code)
            for inner in range(len(question.questions)):
                if any(_codes(question.questions[inner])):
                    sentence = "A question inside a group is asked several times, so the file cannot keep it."
                    yield (*place, "questions", inner, "maps_to"), sentence


def _codes(question: Question) -> list[str]:
    return [code for code in question.maps_to if code.startswith(PREFIX)]


def _fault(question: Question, code: str, kinds: dict[str, FactKind], seen: Iterable[str]) -> str | None:
    kind = kinds.get(code.removeprefix(PREFIX))
    if kind is None:
        return f"There is no “{code}”. What can be kept stands in {FILE}."
    if code in seen:
        return f"“{code}” is kept of one question only, and another one of this set is it already."
    return misfit(kind, question)


def load_fact_kinds(root: Path, at: datetime) -> str:
    """Check the file; it is read where it lies, so there is nothing to store."""
    kinds = read_fact_kinds(root)
    _all.cache_clear()
    return f"facts of organisations: {len(kinds)} checked"


def read_fact_kinds(root: Path) -> dict[str, FactKind]:
    """The kinds by key, none where there is no file; FaultyContent with the line of each that cannot be."""
    if not (root / FILE).exists():
        return {}
    file = read_content_file(root / FILE, root=root)
    found: dict[str, FactKind] = {}
    faults: list[Fault] = []
    for index, kind in enumerate(shape(file, TypeAdapter(FactKinds)).facts):
        sentence = _wrong(kind, found)
        if sentence:
            faults.append(file.fault(("facts", index, "key"), sentence))
        found[kind.key] = kind
    refuse_faults(faults)
    return found


def _wrong(kind: FactKind, earlier: dict[str, FactKind]) -> str | None:
    if kind.key in earlier:
        return f"“{kind.key}” is here twice. Keep one."
    if not is_slug(kind.key):
        return f"“{kind.key}” cannot be a key. Use small letters, numbers and _, and begin with a letter."
    if kind.type in {QuestionType.GROUP, QuestionType.TABLE, QuestionType.ATTEND_DATES, QuestionType.RECORD}:
        return f"What is of type “{kind.type}” cannot be kept."
    if (kind.type in {QuestionType.CHOICE, QuestionType.CHOICES}) != bool(kind.choices):
        return "“choices” are for the types “choice” and “choices”, which need them."
    return None


@cache
def _all(root: Path) -> dict[str, FactKind]:
    return read_fact_kinds(root)
