"""What is given to be rated, and what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .framework import FrameworkContent, LimiterCode, RatingWord

OVERALL = "overall"
WELL_LED = "well_led"
WELL_LED_LIMITERS: tuple[LimiterCode, ...] = (
    "WELL_LED_NO_MANAGER",
    "WELL_LED_CONDITION",
    "WELL_LED_NOTIFICATIONS",
    "WELL_LED_PIR",
)
POSSIBLE_SCORES = range(1, 5)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last rating of an area that is not assessed this time, and its day (R-390)."""

    rating: RatingWord
    rated_on: date


@dataclass(frozen=True, slots=True)
class Departure:
    """A rating that an inspection manager gives in place of the computed one (R-389)."""

    rating: RatingWord
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """Everything a rating comes from. Statements, areas and categories are named by their keys.

    `category_scores` and `not_sought` (with reasons) count where categories are scored, `statement_scores` where
    statements are, `area_ratings` where areas are judged. `evidence` says which kinds of evidence each statement has;
    None means that nobody looked, and nothing is then missing (R-382). `breaches` are areas with a breach of
    regulation, `well_led` the limiters of that area that hold. `departures` are by area, or by OVERALL.
    """

    category_scores: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    not_sought: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    statement_scores: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, Collection[str]] | None = None
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    area_ratings: Mapping[str, RatingWord] = field(default_factory=dict)
    breaches: frozenset[str] = frozenset()
    well_led: frozenset[LimiterCode] = frozenset()
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    departures: Mapping[str, Departure] = field(default_factory=dict)
    service: str = ""


def problems(framework: FrameworkContent, given: Given) -> list[str]:
    """A sentence for everything that cannot be: unknown names, scores off the scale, two things said at once."""
    return [*_of_statements(framework, given), *_of_categories(framework, given), *_of_areas(framework, given)]


def _of_statements(framework: FrameworkContent, given: Given) -> Iterator[str]:
    named = (given.category_scores, given.not_sought, given.statement_scores, given.not_applicable)
    for key in sorted({key for group in named for key in group} - framework.by_key.keys()):
        yield f"“{key}” is not a statement of {framework.code}."
    for key, score in given.statement_scores.items():
        yield from _off_scale(key, score)
        if key in given.not_applicable:
            yield f"“{key}” has a score and is marked as not counting. Keep one."
    for key, reason in given.not_applicable.items():
        if not reason.strip():
            yield f"Say why “{key}” does not count."


def _of_categories(framework: FrameworkContent, given: Given) -> Iterator[str]:
    known = {category.key for category in framework.categories}
    for key in sorted(given.category_scores.keys() | given.not_sought.keys()):
        scores, left_out = given.category_scores.get(key, {}), given.not_sought.get(key, {})
        for category in [each for each in (*scores, *left_out) if each not in known]:
            yield f"“{category}” is not a kind of evidence of {framework.code}."
        for category, score in scores.items():
            yield from _off_scale(f"{key}, {category}", score)
            if category in left_out:
                yield f"“{key}, {category}” has a score and is marked as not looked for. Keep one."
        for category, reason in left_out.items():
            if not reason.strip():
                yield f"Say why “{category}” was not looked for in “{key}”."
        if scores and key in given.not_applicable:
            yield f"“{key}” has scores and is marked as not counting. Keep one."


def _of_areas(framework: FrameworkContent, given: Given) -> Iterator[str]:
    known = {area.key for area in framework.areas}
    for key in sorted((given.area_ratings.keys() | given.breaches | given.earlier.keys()) - known):
        yield f"“{key}” is not an area of {framework.code}."
    for key in sorted(given.departures.keys() - known - {OVERALL}):
        yield f"“{key}” is not an area of {framework.code}."
    if given.well_led and WELL_LED not in known:
        yield f"{framework.code} has no area that limits of the lead could hold for."


def _off_scale(name: str, score: int) -> Iterator[str]:
    if score not in POSSIBLE_SCORES:
        yield f"The score of “{name}” must be a whole number from 1 to 4."
