"""What is different between two texts, and one text that loses neither; for conflicts, histories and returns."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
SENTENCES = re.compile(r".+?(?:[.!?…](?=\s)|\n|\Z)\s*", re.DOTALL)
MOST_WORDS = 3_000  # beyond this, sentences are compared: word by word would keep a reader waiting
KEPT, REMOVED, ADDED = "kept", "removed", "added"


@dataclass(frozen=True)
class Part:
    """A piece of text: in both, only in the first, or only in the second."""

    kind: str
    text: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """The way from one text to the other, word by word: what both have, what went, what came."""
    first, second = WORDS.findall(before), WORDS.findall(after)
    if len(first) + len(second) > MOST_WORDS:
        first, second = SENTENCES.findall(before), SENTENCES.findall(after)
    found: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Part(KEPT, "".join(first[a:b])))
            continue
        if a < b:
            found.append(Part(REMOVED, "".join(first[a:b])))
        if c < d:
            found.append(Part(ADDED, "".join(second[c:d])))
    return tuple(found)


def joined(mine: str, theirs: str) -> str:
    """Both texts in one, to be tidied by hand: sentences that both have stand once, the others one after the other."""
    first, second = _sentences(mine), _sentences(theirs)
    found: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        found += first[a:b] if tag == "equal" else [*first[a:b], *second[c:d]]
    return " ".join(found).replace("\n ", "\n").strip()


def _sentences(text: str) -> list[str]:
    """The sentences, each with the line ends after it and without the spaces."""
    return [sentence.rstrip(" \t") for sentence in SENTENCES.findall(text) if sentence.strip()]
