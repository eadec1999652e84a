"""What became of a text between the draft that was sent and the final report, paragraph by paragraph, word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
WORDS = re.compile(r"\s+|[^\s]+")
ALIKE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that are in both texts, only in the new one, or only in the old one."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class TrackedParagraph:
    """One paragraph in pieces. `number` is the one of the final text, of the draft where the paragraph is gone."""

    number: str
    pieces: tuple[Piece, ...]

    @property
    def has_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TrackedSection:
    """One section with everything that is new in it and everything that is gone."""

    key: str
    heading: str
    paragraphs: tuple[TrackedParagraph, ...]

    @property
    def has_changed(self) -> bool:
        return any(each.has_changed for each in self.paragraphs)


Numbers = Sequence[tuple[str, str]]


def tracked(
    before: Mapping[str, tuple[str, Numbers]], after: Mapping[str, tuple[str, Numbers]]
) -> tuple[TrackedSection, ...]:
    """Compare two texts given as section → heading and numbered paragraphs; a section that is gone comes last."""
    order = [*after, *(key for key in before if key not in after)]
    return tuple(
        TrackedSection(
            key,
            (after.get(key) or before[key])[0],
            tuple(_section(before.get(key, ("", ()))[1], after.get(key, ("", ()))[1])),
        )
        for key in order
    )


def _section(before: Numbers, after: Numbers) -> Iterator[TrackedParagraph]:
    olds, news = [text for _number, text in before], [text for _number, text in after]
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for _what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield from _run(before[old_from:old_to], after[new_from:new_to])


def _run(before: Numbers, after: Numbers) -> Iterator[TrackedParagraph]:
    """Paragraphs that stand where others stood: those that are alike are compared word by word."""
    left = list(before)
    for number, text in after:
        at = next((index for index, (_old, old) in enumerate(left) if _alike(old, text)), None)
        if at is None:
            yield TrackedParagraph(number, (Piece("added", text),))
            continue
        yield from (TrackedParagraph(old, (Piece("removed", gone),)) for old, gone in left[:at])
        yield TrackedParagraph(number, tuple(_words(left[at][1], text)))
        del left[: at + 1]
    yield from (TrackedParagraph(old, (Piece("removed", gone),)) for old, gone in left)


def _alike(old: str, new: str) -> bool:
    return old == new or SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= ALIKE_ENOUGH


def _words(old: str, new: str) -> Iterator[Piece]:
    olds, news = WORDS.findall(old), WORDS.findall(new)
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        gone, come = "".join(olds[old_from:old_to]), "".join(news[new_from:new_to])
        if what == "equal":
            yield Piece("same", come)
            continue
        if gone:
            yield Piece("removed", gone)
        if come:
            yield Piece("added", come)
