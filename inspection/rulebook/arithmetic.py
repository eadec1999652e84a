"""Sums, percentages and bands: one way for every level (R-380)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from .framework import Band, RatingWord

HIGHEST_SCORE = 4
Position = Literal["lower", "upper"]
# From the worst to the best.
ORDER: tuple[RatingWord, ...] = ("inadequate", "requires_improvement", "good", "outstanding")


def percent(total: int, highest: int) -> int:
    """100 × total ÷ highest as a whole number, halves up; whole numbers alone, so that nothing is lost (R-380)."""
    return (200 * total + highest) // (2 * highest)


def exact_percent(total: int, highest: int) -> Decimal:
    """The same with two places after the point, for showing."""
    return (Decimal(100 * total) / highest).quantize(Decimal("0.01"), ROUND_HALF_UP)


def band_of(bands: Sequence[Band], whole_percent: int) -> Band:
    """The band in which a whole percentage lies; bands follow one another without a gap."""
    for band in bands:
        if whole_percent <= band.highest:
            return band
    raise ValueError(whole_percent)


def position_in(band: Band, whole_percent: int) -> Position:
    """The upper part of a band begins at its middle (R-388)."""
    return "upper" if 2 * whole_percent >= band.lowest + band.highest else "lower"


def rank(rating: RatingWord) -> int:
    return ORDER.index(rating)


def lowest(ratings: Sequence[RatingWord]) -> RatingWord:
    return min(ratings, key=rank)


@dataclass(frozen=True, slots=True)
class Part:
    """One score that goes into a sum."""

    code: str
    title: str
    score: int


@dataclass(frozen=True, slots=True)
class Summed:
    """A sum with everything that follows from it."""

    parts: tuple[Part, ...]
    total: int
    highest: int
    percent: int
    band: Band

    @property
    def exact(self) -> Decimal:
        return exact_percent(self.total, self.highest)

    @property
    def position(self) -> Position:
        return position_in(self.band, self.percent)


def add_up(parts: Sequence[Part], bands: Sequence[Band]) -> Summed | None:
    """Add scores of equal weight; None when there are none."""
    if not parts:
        return None
    total, highest = sum(part.score for part in parts), HIGHEST_SCORE * len(parts)
    found = percent(total, highest)
    return Summed(tuple(parts), total, highest, found, band_of(bands, found))
