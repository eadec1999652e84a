"""What is wrong with an input: one plain sentence each, with its place."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_SHOWN = 40
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """A sentence about one place: the keys and, from 0, the numbers in lists that lead to it."""

    place: Place
    sentence: str


class BadInputError(ValueError):
    """Holds every problem that was found; nothing was computed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.sentence for problem in self.problems))


def one_problem(sentence: str, place: Place = ()) -> BadInputError:
    return BadInputError([Problem(place, sentence)])


def placed(problem: Problem, whole: object) -> Problem:
    """Put the place in front of the sentence, less its last step, which the sentence itself names."""
    place, where = problem.place, []
    if place and isinstance(place[0], int):
        where = [f"case {place[0] + 1}"]
        place, whole = place[1:], _item(whole, place[0])
    within = in_words(place[:-1], whole)
    return Problem((), ": ".join([*where, *[within] * bool(within), problem.sentence]))


def in_words(place: Place, whole: object) -> str:
    """Write a place as people count: `applications 3 (R3-003)`; items that have a reference are named by it."""
    words: list[str] = []
    for step in place:
        whole = _item(whole, step)
        words.append(f"{step + 1}{_named(whole)}" if isinstance(step, int) else key_in_words(step))
    return ", ".join(" ".join(part) for part in _with_their_numbers(words))


def _with_their_numbers(words: Sequence[str]) -> list[list[str]]:
    """Keep a number beside the list it counts in."""
    parts: list[list[str]] = []
    for word in words:
        if parts and word[:1].isdigit() and not parts[-1][-1][:1].isdigit():
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _item(whole: object, step: str | int) -> object:
    if isinstance(whole, list) and isinstance(step, int) and step < len(whole):
        return whole[step]
    return whole.get(step) if isinstance(whole, dict) else None


def _named(item: object) -> str:
    reference = item.get("ref") if isinstance(item, dict) else None
    return f" ({key_in_words(reference)})" if isinstance(reference, str) and reference else ""


def key_in_words(key: str) -> str:
    """Show a key as it is, or between quotation marks and cut short when it is not an ordinary word."""
    if len(key) <= LONGEST_SHOWN and key.replace("-", "").replace("_", "").isalnum() and key.isascii():
        return key
    return shown(key)


def shown(value: object) -> str:
    """Show what was found, short enough for a sentence and safe for any terminal."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = json.dumps(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
