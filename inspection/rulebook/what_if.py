"""What another score would do: the effect of one change, and which changes would matter (R-392)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .areas import AreaResult, area_of
from .arithmetic import ORDER, rank
from .framework import FrameworkContent, LimiterCode, RatingWord
from .given import POSSIBLE_SCORES, Given
from .limiters import capped
from .rating import Rated, rate_whole
from .telling import NOT_RATED, in_a_row, plain

WHOLE = "The whole"
WITHOUT = {
    "STATEMENT_1_IN_GOOD": "the score of 1",
    "STATEMENT_1_OR_2_IN_OUTSTANDING": "the scores of 1 or 2",
    "BREACH": "the breach",
    "WELL_LED_NO_MANAGER": "the missing manager",
    "WELL_LED_CONDITION": "the condition that is not kept",
    "WELL_LED_NOTIFICATIONS": "what was not told",
    "WELL_LED_PIR": "the yearly information that was not sent",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One rating or score that is different after a change."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The smallest change of a single score that moves a rating: so many points, at any of these statements."""

    title: str
    points: int
    codes: tuple[str, ...]
    before: RatingWord
    after: RatingWord

    def __str__(self) -> str:
        more = "more" if self.points > 0 else "fewer" if abs(self.points) > 1 else "less"
        amount = "One point" if abs(self.points) == 1 else f"{abs(self.points)} points"
        codes = in_a_row(self.codes) if len(self.codes) == 1 else f"one of {', '.join(self.codes)}"
        return f"{amount} {more} at {codes} would make {_lower(self.title)} {plain(self.after)}."


@dataclass(frozen=True, slots=True)
class Lifted:
    """What a rating would be if one limiter did not hold."""

    title: str
    code: LimiterCode
    after: RatingWord

    def __str__(self) -> str:
        return f"But for {WITHOUT[self.code]}, {self.title} would be {plain(self.after)}."


def effects(before: Rated, after: Rated) -> tuple[Effect, ...]:
    """What differs between two ratings by the same framework: statements, areas, the whole."""
    return tuple(_effects(before, after))


def turning_points(framework: FrameworkContent, given: Given, rated: Rated) -> tuple[TurningPoint, ...]:
    """For each area, and for the whole where statements are summed: the nearest way up and the nearest way down."""
    if framework.overall == "statements":
        return tuple(_nearest(WHOLE, rated.overall.final, _whole_changes(framework, given, rated)))
    found: list[TurningPoint] = []
    for number, area in enumerate(rated.areas):
        if area.summed is not None and area.departure is None:
            found += _nearest(area.title, area.final, _area_changes(framework, given, area, number))
    return tuple(found)


def turning_areas(framework: FrameworkContent, given: Given, rated: Rated) -> tuple[Effect, ...]:
    """Which area, one step better or worse, would change the whole. The word of the whole stands in `after`."""
    if framework.overall != "areas" or rated.overall.final is None:
        return ()
    return tuple(_area_steps(framework, given, rated))


def without_limiters(rated: Rated) -> tuple[Lifted, ...]:
    """What each area that a limiter lowered would be if that one did not hold."""
    found = []
    for area in rated.areas:
        for cap in area.applied:
            assert area.raw is not None
            after = capped(area.raw, [each for each in area.caps if each is not cap])
            if after != area.computed:
                found.append(Lifted(area.title, cap.code, after))
    return tuple(found)


def _effects(before: Rated, after: Rated) -> Iterator[Effect]:
    for old, new in zip(before.areas, after.areas, strict=True):
        for one, other in zip(old.statements, new.statements, strict=False):
            if one.score != other.score:
                yield Effect(f"{one.code} {one.title}", _score(one.score), _score(other.score))
        if old.final != new.final:
            yield Effect(old.title, _rating(old.final), _rating(new.final))
    if before.overall.final != after.overall.final:
        yield Effect(WHOLE, _rating(before.overall.final), _rating(after.overall.final))


Change = tuple[str, int, RatingWord]  # code of the statement, points, what comes out


def _area_changes(framework: FrameworkContent, given: Given, area: AreaResult, number: int) -> Iterator[Change]:
    for code, points, changed in _one_score_changed(area):
        final = area_of(framework, framework.areas[number], given, changed.statements).final
        if final is not None:
            yield code, points, final


def _whole_changes(framework: FrameworkContent, given: Given, rated: Rated) -> Iterator[Change]:
    for number, area in enumerate(rated.areas):
        for code, points, changed in _one_score_changed(area):
            areas = (*rated.areas[:number], changed, *rated.areas[number + 1 :])
            final = rate_whole(framework, areas, given).final
            if final is not None:
                yield code, points, final


def _one_score_changed(area: AreaResult) -> Iterator[tuple[str, int, AreaResult]]:
    for index, statement in enumerate(area.statements):
        for score in POSSIBLE_SCORES:
            if statement.score is not None and score != statement.score:
                other = replace(statement, score=score)
                statements = (*area.statements[:index], other, *area.statements[index + 1 :])
                yield statement.code, score - statement.score, replace(area, statements=statements)


def _nearest(title: str, before: RatingWord | None, changes: Iterator[Change]) -> Iterator[TurningPoint]:
    if before is None:
        return
    found = [change for change in changes if change[2] != before]
    for sign in (1, -1):
        ways = [each for each in found if each[1] * sign > 0 and (rank(each[2]) - rank(before)) * sign > 0]
        if ways:
            points = min((each[1] for each in ways), key=abs)
            after = ways[[each[1] for each in ways].index(points)][2]
            codes = tuple(each[0] for each in ways if each[1] == points and each[2] == after)
            yield TurningPoint(title, points, codes, before, after)


def _area_steps(framework: FrameworkContent, given: Given, rated: Rated) -> Iterator[Effect]:
    whole = rated.overall.final
    for number, area in enumerate(rated.areas):
        for other in _next_to(area.final):
            changed = replace(area, computed=other, earlier=None, departure=None)
            areas: Sequence[AreaResult] = (*rated.areas[:number], changed, *rated.areas[number + 1 :])
            final = rate_whole(framework, areas, given).final
            if final is not None and final != whole:
                yield Effect(area.title, plain(other), plain(final))


def _next_to(rating: RatingWord | None) -> Iterator[RatingWord]:
    if rating is not None:
        for step in (1, -1):
            if 0 <= rank(rating) + step < len(ORDER):
                yield ORDER[rank(rating) + step]


def _score(score: int | None) -> str:
    return "no score" if score is None else str(score)


def _rating(rating: RatingWord | None) -> str:
    return NOT_RATED if rating is None else plain(rating)


def _lower(title: str) -> str:
    return "the whole" if title == WHOLE else title
