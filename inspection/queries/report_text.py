"""The sections of a report as they are written, what is still missing in them, and what should be looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox_portal.casework.looks import once_a_look

from ..choices.reports import SectionKind as K
from ..models import Assessment, EarlierText, EvidenceItem, Publication, ReportSection
from ..rulebook.naming import suspected
from ..rulebook.report_text import (
    Numbered,
    Repeated,
    Section,
    codes_in_words,
    evidence_in,
    numbered,
    quoted_against,
    repeated,
)
from .evidence import content_of

STANDS_ON_EVIDENCE = frozenset({K.AREA, K.PEOPLE, K.STRENGTHS, K.IMPROVE})
MUST_BE_WRITTEN = frozenset({K.SUMMARY, K.AREA, K.HOW})
HINTS = {
    K.SUMMARY: "What somebody looking for care must know, in plain words, on one page.",
    K.AREA: "What you found, and why it leads to this rating.",
    K.PEOPLE: "What people who use care, their families and carers said, so that nobody can tell who said it.",
    K.STRENGTHS: "What others could learn from.",
    K.IMPROVE: "What has to change, and for whom it matters.",
    K.BREACHES: "Which rules were not kept, and what must be done by when. Leave it empty if there are none.",
    K.HOW: "How you worked, whom you spoke with, and what you could not see.",
    K.EASY_READ: "The same in short sentences and easy words. You can leave it empty.",
}


@dataclass(frozen=True)
class SectionShown:
    """One section as whoever writes it sees it."""

    kind: K
    area: str
    heading: str
    stored: ReportSection | None

    @property
    def key(self) -> str:
        return f"{self.kind.value}-{self.area}" if self.area else self.kind.value

    @property
    def hint(self) -> str:
        return HINTS[self.kind]

    @property
    def text(self) -> str:
        return self.stored.text if self.stored else ""

    @property
    def version(self) -> int:
        return self.stored.version if self.stored else 0

    @property
    def as_text(self) -> Section:
        return Section(self.key, self.heading, self.text)


def areas_of(assessment: Assessment) -> list[tuple[str, str]]:
    """The areas that are looked at, with their titles, in the order of the framework."""
    chosen = {key.partition(".")[0] for key in assessment.statements}
    return [(area.key, area.title) for area in content_of(assessment).areas if area.key in chosen]


@once_a_look
def sections_of(assessment: Assessment) -> tuple[SectionShown, ...]:
    """Every section the report of this assessment has, written or not."""
    stored = {(each.kind, each.area): each for each in _stored(assessment)}
    found = []
    for kind in K:
        places = areas_of(assessment) if kind is K.AREA else [("", str(kind.label))]
        found += [SectionShown(kind, area, heading, stored.get((kind, area))) for area, heading in places]
    return tuple(found)


def _stored(assessment: Assessment) -> Iterable[ReportSection]:
    return ReportSection.objects.filter(assessment=assessment).select_related("saved_by")


def section_of(assessment: Assessment, key: str) -> SectionShown | None:
    """One section by its key: “summary”, “area-safe”."""
    return next((each for each in sections_of(assessment) if each.key == key), None)


def text_of(assessment: Assessment) -> tuple[Numbered, ...]:
    """The whole report, numbered."""
    return numbered(each.as_text for each in sections_of(assessment))


def earlier_texts(section: SectionShown) -> list[EarlierText]:
    """What the section said before, the newest first."""
    if section.stored is None:
        return []
    return list(EarlierText.objects.filter(section=section.stored).select_related("saved_by"))


@once_a_look
def standing_texts(assessment: Assessment) -> dict[int, tuple[str, bool]]:
    """The evidence that stands, by its number: what it says, and whether it may be quoted."""
    standing = EvidenceItem.objects.filter(assessment=assessment, replaced_at=None)
    return {number: (text, may) for number, text, may in standing.values_list("number", "text", "may_quote")}


@dataclass(frozen=True)
class Missing:
    """Something that must be put right before the report goes on, and the section it is in."""

    section: SectionShown
    sentence: str


def missing_in(assessment: Assessment) -> list[Missing]:
    """What keeps the report from going on, section by section (R-401)."""
    found: list[Missing] = []
    standing = standing_texts(assessment)
    known, quotes = frozenset(standing), dict(standing.values())
    for section, text in zip(sections_of(assessment), text_of(assessment), strict=True):
        found += [Missing(section, sentence) for sentence in _missing(section, text, known, quotes)]
    return found


def _missing(section: SectionShown, text: Numbered, known: frozenset[int], quotes: dict[str, bool]) -> Iterable[str]:
    if section.kind in MUST_BE_WRITTEN and not text.paragraphs:
        yield f"“{section.heading}” is not written yet."
    for unknown in [number for number in evidence_in(section.text) if number not in known]:
        yield f"“{section.heading}” names E{unknown}, and there is no such evidence."
    if section.kind in STANDS_ON_EVIDENCE:
        for paragraph in text.paragraphs:
            if not paragraph.evidence:
                yield f"Paragraph {paragraph.number} names no evidence. Add it like this: [E1]."
    for words in quoted_against(section.text, quotes):
        yield f"“{section.heading}” quotes “{words}”. Whoever said it did not agree to be quoted."


def warnings_in(assessment: Assessment) -> list[tuple[SectionShown, str]]:
    """What somebody should look at again: it may be right, so it stops nothing (R-372)."""
    found = []
    own = (assessment.subject_name, assessment.organisation.name)
    for section in sections_of(assessment):
        found += [(section, f"It seems to hold {what}.") for what in suspected(section.text, public_names=own)]
        found += [(section, f"It holds the code {code}, which readers do not know.") for code in codes(section)]
    return found


def codes(section: SectionShown) -> tuple[str, ...]:
    return codes_in_words(section.text)


def repeated_in(assessment: Assessment) -> tuple[Repeated, ...]:
    """Sentences that stand twice, or stood in the last published report (R28). Easy read says the same by design."""
    texts = tuple(each for each in text_of(assessment) if each.key != K.EASY_READ)
    return repeated(texts, last_paragraphs(assessment))


def last_paragraphs(assessment: Assessment) -> list[str]:
    """The paragraphs of the last published report of the same service or council."""
    last = last_publication_before(assessment)
    if last is None:
        return []
    return [each["text"] for section in last.snapshot["sections"] for each in section["paragraphs"]]


@once_a_look
def last_publication_before(assessment: Assessment) -> Publication | None:
    """The newest publication of another assessment of the same service, or of the same council."""
    same: dict[str, Any] = {"assessment__service": assessment.service_id}
    if assessment.service_id is None:
        same = {"assessment__service": None, "assessment__organisation": assessment.organisation_id}
    found = Publication.objects.filter(**same).exclude(assessment=assessment)
    return found.order_by("-published_at", "-version").first()
