"""What a version of the inspection materials holds, and two versions side by side (R-415, R-418, R-419)."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .comparison import KINDS, Kind
from .framework import FrameworkContent, Slug, Strict, Words

PartKind = Literal["prompts", "evidence", "feedback", "report", "chapter"]
PART_KINDS: dict[PartKind, str] = {
    "prompts": "Questions for inspectors",
    "evidence": "Templates for evidence",
    "feedback": "Questions people are asked by link",
    "report": "The report",
    "chapter": "Chapters of the handbook",
}
NUMBER = re.compile(r"(0|[1-9][0-9]?)\.(0|[1-9][0-9]?)")
Number = Annotated[str, StringConstraints(pattern=f"^{NUMBER.pattern}$")]
PartKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+$", max_length=80)]


class Part(Strict):
    """One piece of the materials. The key of prompts is a statement; of feedback, the letter of a group of people,
    with the question set and its version that they are asked."""

    kind: PartKind
    key: PartKey
    title: Words
    says: tuple[Words, ...] = ()
    question_set: str = ""
    question_set_version: Annotated[int, Field(ge=0, le=9999)] = 0

    @property
    def place(self) -> tuple[str, str]:
        return self.kind, self.key

    @property
    def words(self) -> tuple[str, ...]:
        """Everything it says, with what it refers to."""
        asked = (f"Question set {self.question_set}, version {self.question_set_version}",)
        return (*(asked if self.question_set else ()), *self.says)


class MaterialsContent(Strict):
    """Everything inspectors of one kind of assessment work with: `series` is the slug of its framework."""

    series: Slug
    number: Number
    title: Words
    summary: Words
    status: Literal["draft", "in_use"] = "draft"
    parts: tuple[Part, ...]

    def of_kind(self, kind: str) -> tuple[Part, ...]:
        return tuple(each for each in self.parts if each.kind == kind)

    def part(self, kind: str, key: str) -> Part | None:
        return next((each for each in self.parts if each.place == (kind, key)), None)

    def prompts(self) -> dict[str, tuple[str, ...]]:
        """What inspectors may ask, by statement."""
        return {each.key: each.says for each in self.of_kind("prompts")}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One piece in both versions, or in one."""

    before: Part | None
    after: Part | None
    kind: Kind

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def part(self) -> Part:
        part = self.after or self.before
        assert part is not None
        return part

    @property
    def group(self) -> str:
        return PART_KINDS[self.part.kind]


def compare_materials(before: MaterialsContent, after: MaterialsContent) -> tuple[PartRow, ...]:
    """Every piece of either version by its kind, in the order of the newer one; what was left out ends each kind."""
    old = {each.place: each for each in before.parts}
    new = {each.place: each for each in after.parts}
    rows: list[PartRow] = []
    for kind in PART_KINDS:
        rows += (_row(old.get(each.place), each) for each in after.of_kind(kind))
        rows += (_row(each, None) for each in before.of_kind(kind) if each.place not in new)
    return tuple(rows)


def counted(rows: Collection[PartRow]) -> dict[str, int]:
    """How many pieces are new, left out, renamed, changed or the same."""
    return dict(Counter(row.kind for row in rows))


def is_a_number(text: str) -> bool:
    """Whether this is written as the number of a version is: 0.1, 1.0."""
    return NUMBER.fullmatch(text) is not None


def order_of(number: str) -> tuple[int, int]:
    """A number as it sorts: 0.10 comes after 0.9."""
    major, _dot, minor = number.partition(".")
    return int(major), int(minor)


FIRST = "0.1"
TO_BEGIN_WITH: tuple[Part, ...] = (
    Part(kind="report", key="summary", title="The summary", says=("Begin with what it is like to get this support.",)),
    Part(kind="chapter", key="before", title="Before the visit", says=("Read what we know already.",)),
    Part(kind="chapter", key="afterwards", title="Afterwards", says=("Write down what worked, and what did not.",)),
)


def first_materials(
    framework: FrameworkContent, *, title: str, summary: str, asked: Collection[tuple[str, str, str, int]]
) -> MaterialsContent:
    """Version 0.1 for a framework: a question for each statement, and whom `asked` asks what, to be made better.

    `asked` gives the letter of each group of people, its name, and the question set with its version.
    """
    prompts = tuple(
        Part(
            kind="prompts",
            key=each.key,
            title=each.title,
            says=each.prompts or (f"Show us what you do for “{each.title}”, and how you know that it works.",),
        )
        for each in framework.statements()
    )
    feedback = tuple(
        Part(kind="feedback", key=letter, title=name, question_set=code, question_set_version=version)
        for letter, name, code, version in asked
    )
    parts = (*prompts, *feedback, *TO_BEGIN_WITH)
    return MaterialsContent(series=framework.slug, number=FIRST, title=title, summary=summary, parts=parts)


def following(number: str) -> str:
    """The number of the next version: 0.2 after 0.1."""
    major, minor = order_of(number)
    return f"{major}.{minor + 1}"


def warning_of(numbers: Collection[str]) -> str:
    """What must be said where results of several versions stand together (R-419); nothing for one version."""
    told = sorted({each for each in numbers if each}, key=order_of)
    if len(told) < 2:
        return ""
    listed = ", ".join(told[:-1]) + f" and {told[-1]}"
    return f"These results were reached with different materials: versions {listed}. Do not take an average of them."


def findings(content: MaterialsContent) -> Iterator[str]:
    """What is wrong with a content as a whole, as sentences."""
    twice = [key for key, count in Counter(each.place for each in content.parts).items() if count > 1]
    yield from (f"“{key}” stands twice under {PART_KINDS[kind].lower()}." for kind, key in twice)  # type: ignore[index]
    for part in content.parts:
        if part.kind == "feedback" and not (part.question_set and part.question_set_version):
            yield f"The feedback of “{part.key}” names no question set with its version."
        if part.kind != "feedback" and not part.says:
            yield f"“{part.title}” says nothing."


def _row(before: Part | None, after: Part | None) -> PartRow:
    if before is None or after is None:
        return PartRow(before, after, "removed" if after is None else "added")
    if before.words != after.words:
        return PartRow(before, after, "changed")
    return PartRow(before, after, "renamed" if before.title != after.title else "same")
