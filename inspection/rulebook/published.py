"""What of a report may be read outside, field by field (R-410). What has no field here cannot be published.

Scores of single kinds of evidence, evidence itself, names of whoever wrote or checked, and what the organisation said
of a draft have none. The same shape is sent to the organisation as a draft, and kept as the snapshot of a publication.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .report_text import Numbered

RATING_LABELS = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
    "": "Not rated",
}
SCORE_LABELS = {1: "Significant shortfalls", 2: "Some shortfalls", 3: "A good standard", 4: "An exceptional standard"}
POSITIONS = {"upper": "in the upper part of this rating", "lower": "in the lower part of this rating"}


@dataclass(frozen=True, slots=True)
class PublishedFramework:
    """By what the report judged."""

    title: str
    code: str
    slug: str
    version: int


@dataclass(frozen=True, slots=True)
class PublishedRating:
    """A rating in words, with what may be told of how it came about. `rating` is empty where nothing is rated."""

    key: str
    title: str
    rating: str
    label: str
    percent: int | None
    position: str
    limiters: tuple[str, ...]
    by_judgement: bool
    rated_on: date | None
    is_carried_over: bool


@dataclass(frozen=True, slots=True)
class PublishedScore:
    """The score of one statement."""

    area: str
    code: str
    title: str
    score: int
    label: str


@dataclass(frozen=True, slots=True)
class PublishedBreach:
    """A regulation that was not kept."""

    area: str
    regulation: str


@dataclass(frozen=True, slots=True)
class PublishedParagraph:
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class PublishedSection:
    key: str
    heading: str
    number: int
    paragraphs: tuple[PublishedParagraph, ...]


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """What was rated otherwise in the report before."""

    title: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that goes out with the report; `id` finds it in the store."""

    id: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """Everything that is read outside."""

    kind: str
    subject: str
    subject_word: str
    organisation: str
    reference: str
    framework: PublishedFramework
    evidence_from: date | None
    evidence_until: date | None
    is_rated: bool
    overall: PublishedRating
    rule: str
    areas: tuple[PublishedRating, ...]
    statements: tuple[PublishedScore, ...]
    breaches: tuple[PublishedBreach, ...]
    sections: tuple[PublishedSection, ...]
    before_on: date | None
    changes: tuple[PublishedChange, ...]
    easy_read_file: PublishedFile | None = None

    def as_data(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def published_sections(sections: tuple[Numbered, ...]) -> tuple[PublishedSection, ...]:
    """Sections with text, without the names of their evidence."""
    return tuple(
        PublishedSection(
            each.key,
            each.heading,
            each.number,
            tuple(PublishedParagraph(paragraph.number, paragraph.text) for paragraph in each.paragraphs),
        )
        for each in sections
        if each.paragraphs
    )


def numbers_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Every paragraph of a report that was sent or published, by its number."""
    return {each["number"]: each["text"] for section in data["sections"] for each in section["paragraphs"]}


def texts_of(data: Mapping[str, Any]) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Section → heading and numbered paragraphs, as `tracking` compares them."""
    return {
        section["key"]: (section["heading"], [(each["number"], each["text"]) for each in section["paragraphs"]])
        for section in data["sections"]
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
