"""The rating of one key question or theme (R-383, R-384, R-387, R-390)."""

from dataclasses import dataclass

from .arithmetic import Part, Summed, add_up
from .framework import Area, FrameworkContent, RatingWord
from .given import Departure, Earlier, Given
from .limiters import Cap, capped, caps_of_facts, caps_of_scores
from .statements import StatementResult, rate_statement


@dataclass(frozen=True, slots=True)
class AreaResult:
    """How an area got its rating. `computed` is what follows from scores and limiters; `final` is what counts.

    `earlier` is there when the area was not assessed this time and its last rating is carried over.
    """

    key: str
    code: str
    title: str
    statements: tuple[StatementResult, ...] = ()
    summed: Summed | None = None
    raw: RatingWord | None = None
    caps: tuple[Cap, ...] = ()
    computed: RatingWord | None = None
    departure: Departure | None = None
    earlier: Earlier | None = None

    @property
    def final(self) -> RatingWord | None:
        if self.departure is not None and self.computed is not None:
            return self.departure.rating
        return self.earlier.rating if self.earlier else self.computed

    @property
    def unfinished(self) -> tuple[StatementResult, ...]:
        """Statements that count and have no score yet."""
        return tuple(each for each in self.statements if each.counts and each.score is None)

    @property
    def applied(self) -> tuple[Cap, ...]:
        """The limiters that made a difference."""
        return tuple(cap for cap in self.caps if self.raw is not None and cap.lowers(self.raw))


def rate_area(framework: FrameworkContent, area: Area, given: Given) -> AreaResult:
    """Rate an area; one that nothing is said about keeps its last rating (R-390)."""
    if framework.scoring_mode == "key_question_judgement":
        return _judged(framework, area, given)
    statements = tuple(rate_statement(framework, statement, given) for statement in area.statements)
    return area_of(framework, area, given, statements)


def area_of(
    framework: FrameworkContent, area: Area, given: Given, statements: tuple[StatementResult, ...]
) -> AreaResult:
    """Rate an area whose statements have their results."""
    names = area.key, area.code, area.title
    if not _was_assessed(statements):
        return AreaResult(*names, statements, earlier=given.earlier.get(area.key))
    if any(each.counts and each.score is None for each in statements):
        return AreaResult(*names, statements)
    parts = [Part(each.code, each.title, each.score) for each in statements if each.score is not None]
    summed = add_up(parts, framework.bands)
    assert summed is not None
    raw = summed.band.rating
    caps: tuple[Cap, ...] = ()
    if framework.overall == "areas":  # where statements are summed, an area is told and limits nothing
        caps = (
            *caps_of_scores(raw, parts, framework.limiters),
            *caps_of_facts(area.key, given, framework.limiters),
        )
    return AreaResult(*names, statements, summed, raw, caps, capped(raw, caps), given.departures.get(area.key))


def _judged(framework: FrameworkContent, area: Area, given: Given) -> AreaResult:
    """R-425: the rating is judgement; a breach still limits it, and nothing departs from it (R-389)."""
    names = area.key, area.code, area.title
    raw = given.area_ratings.get(area.key)
    if raw is None:
        return AreaResult(*names, earlier=given.earlier.get(area.key))
    caps = tuple(caps_of_facts(area.key, given, framework.limiters))
    return AreaResult(*names, raw=raw, caps=caps, computed=capped(raw, caps))


def _was_assessed(statements: tuple[StatementResult, ...]) -> bool:
    return any(each.score is not None or each.summed is not None for each in statements)
