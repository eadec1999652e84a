"""How alike two spellings are: whether a name is what somebody may have meant who typed another."""

import re
from difflib import SequenceMatcher

ALIKE = 0.75  # three letters of four in the same order: “bth” is like “Bath”, “leeds” is not like “Leek”


def is_alike(typed: str, name: str) -> bool:
    """True when each word typed is nearly a word of the name; a long word counts for more than a short one."""
    return likeness(typed, name) >= ALIKE


def likeness(typed: str, name: str) -> float:
    """From 0, no letter in common, to 1, every word typed is there."""
    words, there = _words(typed), _words(name)
    letters = sum(len(word) for word in words)
    if not letters or not there:
        return 0
    return sum(len(word) * max(_ratio(word, other) for other in there) for word in words) / letters


def _ratio(word: str, other: str) -> float:
    return SequenceMatcher(None, word, other, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("&", " and "))
