"""The same evidence by two frameworks: what each makes of it, area by area."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from .framework import FrameworkContent, RatingWord
from .given import Given
from .rating import Rated
from .telling import NOT_RATED, plain
from .what_if import WHOLE

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Beside:
    """A rating by both frameworks; None where one of them has no such area."""

    title: str
    one: str | None
    other: str | None

    @property
    def differs(self) -> bool:
        return self.one != self.other


def can_carry_over(one: FrameworkContent, other: FrameworkContent) -> bool:
    """True when the other can read scores given by the first: in the same way, or from evidence to statements."""
    if one.code == other.code or one.subject_kind != other.subject_kind:
        return False
    return other.scoring_mode in (one.scoring_mode, "statement_direct") and one.scoring_mode != "key_question_judgement"


def carried_over(given: Given, rated: Rated, other: FrameworkContent) -> Given:
    """What was given, as far as the other framework asks for it. Scores of statements come from `rated`."""
    known: set[str] = {category.key for category in other.categories}
    scores = {
        each.key: each.score
        for area in rated.areas
        for each in area.statements
        if each.score is not None and each.key in other.by_key
    }
    return replace(
        given,
        statement_scores=scores,
        category_scores=_within(given.category_scores, other, known),
        not_sought=_within(given.not_sought, other, known),
        not_applicable={key: reason for key, reason in given.not_applicable.items() if key in other.by_key},
        breaches=given.breaches & {area.key for area in other.areas},
    )


def beside(one: Rated, other: Rated) -> tuple[Beside, ...]:
    """The whole, and every area of either."""
    return tuple(_rows(one, other))


def _rows(one: Rated, other: Rated) -> Iterator[Beside]:
    yield Beside(WHOLE, _words(one.overall.final), _words(other.overall.final))
    there = {area.key: area for area in other.areas}
    for area in one.areas:
        same = there.pop(area.key, None)
        yield Beside(area.title, _words(area.final), _words(same.final) if same else None)
    for area in there.values():
        yield Beside(area.title, None, _words(area.final))


def _within(
    groups: Mapping[str, Mapping[str, Value]], other: FrameworkContent, known: set[str]
) -> dict[str, dict[str, Value]]:
    return {
        key: {category: value for category, value in values.items() if category in known}
        for key, values in groups.items()
        if key in other.by_key
    }


def _words(rating: RatingWord | None) -> str:
    return plain(rating) if rating else NOT_RATED
