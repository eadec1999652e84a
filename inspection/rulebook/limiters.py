"""What keeps a rating down, whatever the sum says (R-383, R-384, R-386)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .arithmetic import Part, rank
from .framework import LimiterCode, RatingWord
from .given import WELL_LED, WELL_LED_LIMITERS, Given


@dataclass(frozen=True, slots=True)
class Cap:
    """One limiter that holds: the rating is at most `at_most`. `scores` are those it is about."""

    code: LimiterCode
    at_most: RatingWord
    scores: tuple[Part, ...] = ()

    def lowers(self, raw: RatingWord) -> bool:
        return rank(self.at_most) < rank(raw)


def caps_of_scores(raw: RatingWord, parts: Sequence[Part], limiters: Sequence[LimiterCode]) -> Iterator[Cap]:
    """R-383: a 1 in the good band, a 1 or 2 in the outstanding band; each by the raw rating, and never twice."""
    if raw == "good" and "STATEMENT_1_IN_GOOD" in limiters:
        if low := _at_most(1, parts):
            yield Cap("STATEMENT_1_IN_GOOD", "requires_improvement", low)
    elif raw == "outstanding" and "STATEMENT_1_OR_2_IN_OUTSTANDING" in limiters and (low := _at_most(2, parts)):
        yield Cap("STATEMENT_1_OR_2_IN_OUTSTANDING", "good", low)


def caps_of_facts(area_key: str, given: Given, limiters: Sequence[LimiterCode]) -> Iterator[Cap]:
    """R-384: a breach of regulation in this area, and what limits well-led alone."""
    if area_key in given.breaches and "BREACH" in limiters:
        yield Cap("BREACH", "requires_improvement")
    if area_key == WELL_LED:
        for code in WELL_LED_LIMITERS:
            if code in given.well_led and code in limiters:
                yield Cap(code, "requires_improvement")


def cap_of_breaches(given: Given, limiters: Sequence[LimiterCode]) -> Iterator[Cap]:
    """R-385(5): a breach anywhere limits the whole."""
    if given.breaches and "BREACH" in limiters:
        yield Cap("BREACH", "requires_improvement")


def capped(raw: RatingWord, caps: Sequence[Cap]) -> RatingWord:
    """The lowest cap wins (R-384)."""
    return min((raw, *(cap.at_most for cap in caps)), key=rank)


def _at_most(score: int, parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.score <= score)
