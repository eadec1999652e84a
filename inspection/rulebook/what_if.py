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
    "STATEMENT_1_IN_GOOD": "Without a score of 1",
    "STATEMENT_1_OR_2_IN_OUTSTANDING": "Without a score of 1 or 2",
    "BREACH": "Without the breach",
    "WELL_LED_NO_MANAGER": "With a registered manager",
    "WELL_LED_CONDITION": "If the condition were kept",
    "WELL_LED_NOTIFICATIONS": "If everything had been told that must be told by law",
    "WELL_LED_PIR": "If the yearly information had been sent",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One rating or score that is different after a change."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The smallest change of a single score that moves a rating: so many points, at any of these statements.

    `is_any` where it is all the same which of the scored statements it is.
    """

    title: str
    points: int
    codes: tuple[str, ...]
    before: RatingWord
    after: RatingWord
    is_any: bool = False

    def __str__(self) -> str:
        more = "more" if self.points > 0 else "fewer" if abs(self.points) > 1 else "less"
        amount = {1: "One point", 2: "Two points", 3: "Three points"}[abs(self.points)]
        anywhere = "any one statement" if self.title == WHOLE else "any one of its statements"
        where = anywhere if self.is_any else in_a_row(self.codes, "or")
        return f"{amount} {more} at {where} would make {_lower(self.title)} “{plain(self.after)}”."


@dataclass(frozen=True, slots=True)
class Lifted:
    """What a rating would be if one limiter did not hold."""

    title: str
    code: LimiterCode
    after: RatingWord

    def __str__(self) -> str:
        return f"{WITHOUT[self.code]}, {self.title} would be “{plain(self.after)}”."


def keeps_ratings(before: Rated, after: Rated) -> bool:
    """Whether every area, and the whole, would be rated as before."""
    areas = zip(before.areas, after.areas, strict=True)
    return before.overall.final == after.overall.final and all(one.final == other.final for one, other in areas)


def effects(before: Rated, after: Rated) -> tuple[Effect, ...]:
    """What differs between two ratings by the same framework: statements, areas, the whole."""
    return tuple(_effects(before, after))


def what_would_change(framework: FrameworkContent, given: Given, rated: Rated) -> tuple[str, ...]:
    """Everything near that would change a rating, each in a sentence."""
    found = (*turning_points(framework, given, rated), *without_limiters(rated))
    return (*map(str, found), *areas_in_words(turning_areas(framework, given, rated)))


def what_would_change_area(framework: FrameworkContent, given: Given, rated: Rated, key: str) -> tuple[str, ...]:
    """The same for the rating of one area."""
    number = next(place for place, area in enumerate(rated.areas) if area.key == key)
    area = rated.areas[number]
    return (
        *map(str, _turning_points_of(framework, given, area, number)),
        *(str(each) for each in without_limiters(rated) if each.title == area.title),
    )


def turning_points(framework: FrameworkContent, given: Given, rated: Rated) -> tuple[TurningPoint, ...]:
    """For each area, and for the whole where statements are summed: the nearest way up and the nearest way down."""
    if framework.overall == "statements":
        scored = sum(each.score is not None for area in rated.areas for each in area.statements)
        return tuple(_nearest(WHOLE, rated.overall.final, _whole_changes(framework, given, rated), scored))
    return tuple(
        point for number, area in enumerate(rated.areas) for point in _turning_points_of(framework, given, area, number)
    )


def _turning_points_of(
    framework: FrameworkContent, given: Given, area: AreaResult, number: int
) -> Iterator[TurningPoint]:
    if area.summed is not None and area.departure is None:
        changes = _area_changes(framework, given, area, number)
        yield from _nearest(area.title, area.final, changes, len(area.summed.parts))


def turning_areas(framework: FrameworkContent, given: Given, rated: Rated) -> tuple[Effect, ...]:
    """Which area, one step better or worse, would change the whole. The word of the whole stands in `after`."""
    if framework.overall != "areas" or rated.overall.final is None:
        return ()
    return tuple(_area_steps(framework, given, rated))


def areas_in_words(found: Sequence[Effect]) -> Iterator[str]:
    """The same in sentences, one for all areas that would do the same."""
    titles: dict[tuple[str, str], list[str]] = {}
    for each in found:
        titles.setdefault((each.before, each.after), []).append(each.title)
    for (rating, whole), areas in titles.items():
        yield f"If {in_a_row(areas, 'or')} were rated “{rating}”, the whole would be “{whole}”."


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


def _nearest(title: str, before: RatingWord | None, changes: Iterator[Change], scored: int) -> Iterator[TurningPoint]:
    if before is None:
        return
    found = [change for change in changes if change[2] != before]
    for sign in (1, -1):
        ways = [each for each in found if each[1] * sign > 0 and (rank(each[2]) - rank(before)) * sign > 0]
        if ways:
            points = min((each[1] for each in ways), key=abs)
            after = ways[[each[1] for each in ways].index(points)][2]
            codes = tuple(each[0] for each in ways if each[1] == points and each[2] == after)
            yield TurningPoint(title, points, codes, before, after, is_any=len(codes) == scored > 1)


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
