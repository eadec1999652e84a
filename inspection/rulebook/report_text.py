"""The text of a report: its paragraphs, what evidence they name, what is said twice, and what may not be quoted.

A section is one text. A blank line parts paragraphs; [E3] or [E3, E12] names the evidence a paragraph stands on. Only
those who write and check a report read these names: what is sent out or published is the text without them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
NAMED = re.compile(r"\s*\[\s*(E[1-9][0-9]{0,5}(?:\s*,\s*E[1-9][0-9]{0,5})*)\s*\]")
QUOTED = re.compile(r"“([^”]{3,})”|\"([^\"\n]{3,})\"")
SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+")
FEWEST_WORDS_REPEATED, FEWEST_WORDS_QUOTED = 6, 4
LETTER_CODE = re.compile(r"\b[PFCLX][1-9][0-9]{0,2}\b")


@dataclass(frozen=True, slots=True)
class Section:
    """One section as it was written. `key` is its name in addresses, `heading` the words above it."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its number in the whole report (“2.3”), without the names of its evidence."""

    number: str
    text: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A section with its number and its paragraphs."""

    key: str
    heading: str
    number: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A sentence that stands in several places of the report, or in the last report too."""

    sentence: str
    places: tuple[str, ...]
    was_in_last: bool


def numbered(sections: Iterable[Section]) -> tuple[Numbered, ...]:
    """Sections in order, each paragraph with its number; a section without text keeps its number and has none."""
    return tuple(
        Numbered(each.key, each.heading, number, tuple(_paragraphs(each.text, number)))
        for number, each in enumerate(sections, start=1)
    )


def _paragraphs(text: str, section: int) -> Iterator[Paragraph]:
    parts = (part.strip() for part in BLANK_LINE.split(text.replace("\r\n", "\n").strip()))
    for number, part in enumerate((part for part in parts if part), start=1):
        yield Paragraph(f"{section}.{number}", without_names(part), evidence_in(part))


def evidence_in(text: str) -> tuple[int, ...]:
    """The numbers of the evidence a text names, each once, in their order."""
    found = (int(name.strip()[1:]) for match in NAMED.finditer(text) for name in match[1].split(","))
    return tuple(dict.fromkeys(found))


def without_names(text: str) -> str:
    """The text as everybody reads it: without [E3]."""
    return NAMED.sub("", text).strip()


def codes_in_words(text: str) -> tuple[str, ...]:
    """Codes of people (P1, C2) that a reader outside would not understand."""
    return tuple(dict.fromkeys(LETTER_CODE.findall(without_names(text))))


def repeated(sections: Sequence[Numbered], before: Iterable[str] = ()) -> tuple[Repeated, ...]:
    """Sentences of six words or more that stand twice in this report, or stood in the last one too (R-401, R28)."""
    last = {alike(sentence) for text in before for sentence in sentences(text)}
    places: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for paragraph in (each for section in sections for each in section.paragraphs):
        for sentence in sentences(paragraph.text):
            key = alike(sentence)
            if len(key.split()) >= FEWEST_WORDS_REPEATED:
                places.setdefault(key, []).append(paragraph.number)
                words.setdefault(key, sentence)
    return tuple(
        Repeated(words[key], tuple(dict.fromkeys(found)), key in last)
        for key, found in places.items()
        if len(found) > 1 or key in last
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text, as they were written."""
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def alike(text: str) -> str:
    """The words of a text in small letters, without signs: two sentences that differ in nothing else are the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def quoted_against(text: str, sources: Mapping[str, bool]) -> tuple[str, ...]:
    """Words between quotation marks that stand in evidence nobody agreed to be quoted from.

    `sources` are texts of evidence, each with whether it may be quoted; words that stand in one that may are free.
    """
    free = [alike(source) for source, may in sources.items() if may]
    kept = [alike(source) for source, may in sources.items() if not may]
    found = []
    for match in QUOTED.finditer(text):
        words = alike(match[1] or match[2])
        if len(words.split()) < FEWEST_WORDS_QUOTED or any(words in source for source in free):
            continue
        if any(words in source for source in kept):
            found.append((match[1] or match[2]).strip())
    return tuple(found)


def number_of_words(text: str) -> int:
    """How many words a text has, as the people who count them do."""
    return len(text.split())
