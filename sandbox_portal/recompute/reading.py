"""From bytes to plain values. JSON allows more than can be computed with; all of that is refused, with its place."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from typing import Any

from sandbox_portal.recompute.problems import BadInputError, Place, Problem, key_in_words, one_problem, placed

LARGEST_INPUT = 20_000_000  # bytes
MOST_LEVELS = 32
MOST_DIGITS = 18  # of a whole number; more would not fit into 64 bits anywhere else


@dataclass(frozen=True)
class _Unusable:
    """Stands for a value that JSON allows and nobody can compute with."""

    sentence: str


class _Pairs(list[tuple[str, Any]]):
    """The entries of one object as they were written; a dict would hide that a key came twice."""


def read(raw: bytes) -> Any:
    """Give the value that the bytes describe, or refuse with every problem found."""
    if len(raw) > LARGEST_INPUT:
        raise one_problem(f"The input is larger than {LARGEST_INPUT // 1_000_000} megabytes.")
    value = _parsed(_text(raw))
    problems = list(_unusable(value, ()))
    plain = _plain(value)
    if problems:
        raise BadInputError(placed(problem, plain) for problem in problems)
    return plain


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise one_problem(f"The input is not UTF-8 text (byte {problem.start + 1}).") from problem
    if not text.strip():
        raise one_problem("The input is empty.")
    return text


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=_whole_number,
            parse_float=_decimal_number,
            parse_constant=lambda word: _Unusable(f"is {word}, which is not a number"),
        )
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise one_problem(f"The input is not JSON: {where}: {problem.msg[0].lower()}{problem.msg[1:]}.") from problem
    except RecursionError as problem:
        raise _too_deep() from problem


def _whole_number(text: str) -> int | _Unusable:
    if len(text.lstrip("-")) > MOST_DIGITS:
        return _Unusable(f"has more than {MOST_DIGITS} digits")
    return int(text)


def _decimal_number(text: str) -> float | _Unusable:
    number = float(text)
    return _Unusable("is too large a number") if isinf(number) else number


def _too_deep() -> BadInputError:
    return one_problem(f"The input is nested more than {MOST_LEVELS} levels deep.")


def _unusable(value: Any, place: Place) -> Iterator[Problem]:
    if len(place) > MOST_LEVELS:
        raise _too_deep()
    if isinstance(value, _Pairs):
        yield from _unusable_pairs(value, place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unusable(item, (*place, number))
    elif isinstance(value, _Unusable):
        yield Problem(place, f"{_name(place)} {value.sentence}.")
    elif isinstance(value, str) and (character := _forbidden(value)):
        yield Problem(place, f"{_name(place)} holds a character that is not allowed ({character}).")


def _unusable_pairs(pairs: _Pairs, place: Place) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, item in pairs:
        if key in seen:
            yield Problem((*place, key), f"{key_in_words(key)} is given twice.")
        elif character := _forbidden(key):
            yield Problem(
                (*place, key), f"The key {key_in_words(key)} holds a character that is not allowed ({character})."
            )
        else:
            yield from _unusable(item, (*place, key))
        seen.add(key)


def _forbidden(text: str) -> str | None:
    """Find NUL, or half of a character pair, which cannot be written as UTF-8."""
    for character in text:
        if character == "\0" or "\ud800" <= character <= "\udfff":
            return f"U+{ord(character):04X}"
    return None


def _name(place: Place) -> str:
    if not place:
        return "The input"
    last = place[-1]
    return f"item {last + 1}" if isinstance(last, int) else key_in_words(last)


def _plain(value: Any) -> Any:
    if isinstance(value, _Pairs):
        return {key: _plain(item) for key, item in value}
    return [_plain(item) for item in value] if isinstance(value, list) else value
