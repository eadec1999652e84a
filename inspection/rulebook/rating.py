"""From everything given to the rating of the whole (R-385, R-386, R-389, R-390)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .areas import AreaResult, rate_area
from .arithmetic import ORDER, Part, Summed, add_up, rank
from .framework import FrameworkContent, LimiterCode, Mode, RatingWord
from .given import OVERALL, Departure, Given
from .limiters import Cap, cap_of_breaches, capped, caps_of_scores

MOST_STEPS = 1
ENOUGH_INADEQUATE = ENOUGH_REQUIRES_IMPROVEMENT = ENOUGH_OUTSTANDING = 2
INADEQUATE_TWICE, NOT_GOOD_ENOUGH, OUTSTANDING_TWICE, OTHERWISE, BREACH_LIMITS = (f"R-385({n})" for n in range(1, 6))
SUMMED = "R-386"


@dataclass(frozen=True, slots=True)
class OverallResult:
    """How the whole got its rating. Without `computed` it is not rated yet; `waiting_for` says what is missing."""

    rule: str = ""
    summed: Summed | None = None
    raw: RatingWord | None = None
    caps: tuple[Cap, ...] = ()
    computed: RatingWord | None = None
    departure: Departure | None = None
    waiting_for: tuple[str, ...] = ()

    @property
    def final(self) -> RatingWord | None:
        return self.departure.rating if self.departure and self.computed else self.computed

    @property
    def applied(self) -> tuple[Cap, ...]:
        return tuple(cap for cap in self.caps if self.raw is not None and cap.lowers(self.raw))


@dataclass(frozen=True, slots=True)
class Rated:
    """A whole assessment, rated, with every step that led there."""

    framework: str
    mode: Mode
    areas: tuple[AreaResult, ...]
    overall: OverallResult


def rate(framework: FrameworkContent, given: Given) -> Rated:
    """Rate a whole assessment."""
    areas = tuple(rate_area(framework, area, given) for area in framework.areas)
    return Rated(framework.code, framework.scoring_mode, areas, rate_whole(framework, areas, given))


def rate_whole(framework: FrameworkContent, areas: Sequence[AreaResult], given: Given) -> OverallResult:
    """The rating of the whole from areas that have their results."""
    if framework.overall == "statements":
        return _from_statements(framework, areas, given)
    waiting = tuple(area.key for area in areas if area.final is None)
    if waiting or not areas:
        return OverallResult(waiting_for=waiting)
    departure = given.departures.get(OVERALL) if framework.scoring_mode != "key_question_judgement" else None
    return from_areas([area.final for area in areas if area.final], given, framework.limiters, departure)


def from_areas(
    ratings: Sequence[RatingWord],
    given: Given,
    limiters: Sequence[LimiterCode],
    departure: Departure | None = None,
) -> OverallResult:
    """R-385: the rules in their order, then the breach."""
    rule, raw = _rule(ratings)
    caps = tuple(cap_of_breaches(given, limiters))
    computed = capped(raw, caps)
    return OverallResult(BREACH_LIMITS if computed != raw else rule, None, raw, caps, computed, departure)


def _rule(ratings: Sequence[RatingWord]) -> tuple[str, RatingWord]:
    inadequate, improvement = ratings.count("inadequate"), ratings.count("requires_improvement")
    if inadequate >= ENOUGH_INADEQUATE:
        return INADEQUATE_TWICE, "inadequate"
    if inadequate or improvement >= ENOUGH_REQUIRES_IMPROVEMENT:
        return NOT_GOOD_ENOUGH, "requires_improvement"
    if ratings.count("outstanding") >= ENOUGH_OUTSTANDING and not improvement:
        return OUTSTANDING_TWICE, "outstanding"
    return OTHERWISE, "good"


def _from_statements(framework: FrameworkContent, areas: Sequence[AreaResult], given: Given) -> OverallResult:
    """R-386: all statements count alike; limiters only where the framework switches them on."""
    statements = [each for area in areas for each in area.statements if each.counts]
    waiting = tuple(each.key for each in statements if each.score is None)
    parts = [Part(each.code, each.title, each.score) for each in statements if each.score is not None]
    summed = add_up(parts, framework.bands)
    if waiting or summed is None:
        return OverallResult(SUMMED, waiting_for=waiting)
    raw = summed.band.rating
    limiters = framework.limiters
    caps = (*caps_of_scores(raw, parts, limiters), *cap_of_breaches(given, limiters))
    return OverallResult(SUMMED, summed, raw, caps, capped(raw, caps), given.departures.get(OVERALL))


def departure_refused(mode: Mode, computed: RatingWord | None, wanted: RatingWord, reason: str) -> str | None:
    """Why a manager may not depart from a computed rating; None when they may (R-389)."""
    if mode == "key_question_judgement":
        return "In this framework every rating is judgement, so there is nothing to depart from."
    if computed is None:
        return "There is no rating to depart from yet."
    steps = abs(rank(wanted) - rank(computed))
    if steps == 0:
        return "This is the rating that was worked out already."
    if steps > MOST_STEPS:
        return "A rating can be moved by one step only, up or down."
    return None if reason.strip() else "Write down why you depart from the rating that was worked out."


def neighbours(computed: RatingWord) -> tuple[RatingWord, ...]:
    """The ratings one step away, the better one first."""
    return tuple(each for each in reversed(ORDER) if abs(rank(each) - rank(computed)) == MOST_STEPS)
