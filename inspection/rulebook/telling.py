"""How a rating came about, in sentences: every step of the sum, and what limits it (R-383 to R-390)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .areas import AreaResult
from .arithmetic import Summed
from .framework import FrameworkContent, RatingWord
from .limiters import Cap
from .rating import (
    BREACH_LIMITS,
    INADEQUATE_TWICE,
    NOT_GOOD_ENOUGH,
    OTHERWISE,
    OUTSTANDING_TWICE,
    OverallResult,
    Rated,
)
from .statements import StatementResult

Kind = Literal["sum", "given", "limiter", "rule", "judgement", "earlier", "left_out", "missing", "result"]
MEANINGS = {1: "significant shortfalls", 2: "some shortfalls", 3: "a good standard", 4: "an exceptional standard"}
RULES = {
    INADEQUATE_TWICE: "Two or more areas are inadequate, so the whole is inadequate.",
    NOT_GOOD_ENOUGH: "One area is inadequate, or two or more require improvement, so the whole requires improvement.",
    OUTSTANDING_TWICE: "Two or more areas are outstanding and none is below good, so the whole is outstanding.",
    OTHERWISE: "No area is inadequate and at most one requires improvement, so the whole is good.",
    BREACH_LIMITS: "Whatever the other areas are, the breach decides.",
}
FACTS = {
    "WELL_LED_NO_MANAGER": "There is no registered manager where one is required, and too little is done to find one.",
    "WELL_LED_CONDITION": "Another condition of the registration is not kept.",
    "WELL_LED_NOTIFICATIONS": "Something that must be told by law was not told.",
    "WELL_LED_PIR": "The yearly information for the regulator was not sent.",
}
# What each limiter does, for whoever reads of a framework.
LIMITS_TOLD = {
    "STATEMENT_1_IN_GOOD": "one score of 1 keeps a sum that is good at requires improvement",
    "STATEMENT_1_OR_2_IN_OUTSTANDING": "one score of 1 or 2 keeps a sum that is outstanding at good",
    "BREACH": "a breach of a regulation keeps its area, and the whole, at requires improvement or below",
    "WELL_LED_NO_MANAGER": "well-led is at most requires improvement while a manager who is required is missing",
    "WELL_LED_CONDITION": "the same while a condition of the registration is not kept",
    "WELL_LED_NOTIFICATIONS": "the same where something was not told that must be told by law",
    "WELL_LED_PIR": "the same while the yearly information was not sent",
}
NOT_RATED = "not rated yet"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. What is internal is never published (G.7)."""

    kind: Kind
    text: str
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class StatementTrace:
    code: str
    title: str
    score: int | None
    lines: tuple[Line, ...]
    counts: bool = True


@dataclass(frozen=True, slots=True)
class AreaTrace:
    key: str
    title: str
    rating: RatingWord | None
    lines: tuple[Line, ...]
    statements: tuple[StatementTrace, ...]

    @property
    def words(self) -> str:
        return plain(self.rating) if self.rating else NOT_RATED


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole rating, told: the overall one, then each area with its statements."""

    rating: RatingWord | None
    lines: tuple[Line, ...]
    areas: tuple[AreaTrace, ...]

    @property
    def words(self) -> str:
        return plain(self.rating) if self.rating else NOT_RATED


def tell(framework: FrameworkContent, rated: Rated) -> Trace:
    """Tell every step that led to a rating."""
    areas = tuple(_area(framework, area) for area in rated.areas)
    return Trace(rated.overall.final, tuple(overall_lines(framework, rated.overall)), areas)


def tell_area(framework: FrameworkContent, rated: Rated, key: str) -> AreaTrace:
    """Tell every step that led to the rating of one area."""
    return next(_area(framework, area) for area in rated.areas if area.key == key)


def _area(framework: FrameworkContent, area: AreaResult) -> AreaTrace:
    return AreaTrace(area.key, area.title, area.final, tuple(area_lines(area)), _statements(framework, area))


def _statements(framework: FrameworkContent, area: AreaResult) -> tuple[StatementTrace, ...]:
    return tuple(
        StatementTrace(each.code, each.title, each.score, tuple(statement_lines(framework, each)), each.counts)
        for each in area.statements
    )


def statement_lines(framework: FrameworkContent, result: StatementResult) -> Iterator[Line]:
    """How one statement got its score. Scores of single kinds of evidence are always internal (G.7)."""
    if not result.counts:
        yield Line("left_out", f"Does not count here: {result.not_applicable}")
        return
    for key, reason in result.left_out:
        words = f"{_category(framework, key)}: nobody looked for it. {reason}"
        yield Line("left_out", words[:1].upper() + words[1:], is_internal=True)
    if result.missing:
        missing = in_a_row([_category(framework, key) for key in result.missing])
        yield Line("missing", f"No score yet. Still missing: {missing}.", is_internal=True)
    elif result.summed is not None:
        band, parts = result.summed.band, [f"{_lower_first(part.title)} {part.score}" for part in result.summed.parts]
        gives = f"From {band.lowest}% to {band.highest}% gives the score {band.score}: {MEANINGS[band.score]}."
        yield Line("sum", f"{_sum(result.summed, parts)} {gives}", is_internal=True)
    elif result.score is not None:
        yield Line("given", f"The inspector gave {result.score}: {MEANINGS[result.score]}.")
    else:
        yield Line("missing", "No score yet.")


def area_lines(area: AreaResult) -> Iterator[Line]:
    """How one area got its rating."""
    if area.earlier is not None:
        day = written_day(area.earlier.rated_on)
        words = f"Not assessed this time. Its last rating counts: {plain(area.earlier.rating)}, of {day}."
        yield Line("earlier", words)
        return
    if area.raw is None:
        unfinished = [each.code for each in area.unfinished]
        words = f"Not rated yet. Without a score: {in_a_row(unfinished)}." if unfinished else "Not rated yet."
        yield Line("missing", words)
        return
    if area.summed is None:
        yield Line("given", f"The inspector judged it {plain(area.raw)}.")
    else:
        yield Line("sum", f"{_sum(area.summed, _codes(area.summed))} {_in_band(area.summed)}")
    yield from _caps(area.caps, area.raw)
    yield from _departure(area)


def overall_lines(framework: FrameworkContent, overall: OverallResult) -> Iterator[Line]:
    """How the whole got its rating."""
    if overall.raw is None:
        yield Line("missing", _waiting(framework, overall))
        return
    if overall.summed is not None:
        yield Line("sum", f"{_sum(overall.summed, _codes(overall.summed))} {_in_band(overall.summed)}")
    elif overall.rule != BREACH_LIMITS:
        yield Line("rule", RULES[overall.rule])
    else:
        yield Line("rule", f"Without the breach the whole would be {plain(overall.raw)}. {RULES[BREACH_LIMITS]}")
    yield from _caps(overall.caps, overall.raw)
    yield from _departure(overall)


def cap_in_words(cap: Cap) -> str:
    """What limits a rating, in one or two sentences."""
    codes = in_a_row([f"{part.code} scored {part.score}" for part in cap.scores])
    if cap.code == "STATEMENT_1_IN_GOOD":
        because = f"{codes}, and one score of 1 is enough."
    elif cap.code == "STATEMENT_1_OR_2_IN_OUTSTANDING":
        because = f"{codes}, and outstanding allows no score of 1 or 2."
    elif cap.code == "BREACH":
        because = "A regulation is breached."
    else:
        because = FACTS[cap.code]
    return f"{because} So the rating is at most {plain(cap.at_most)}."


def plain(rating: RatingWord) -> str:
    """A rating as it stands in a sentence (R-412)."""
    return rating.replace("_", " ")


def in_a_row(words: Iterable[str], last_word: str = "and") -> str:
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {last_word} {last}" if first else last


def written_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _sum(summed: Summed, parts: Iterable[str]) -> str:
    exact = f"{summed.exact.normalize():f}"
    rounded = "" if exact == str(summed.percent) else f", rounded to {summed.percent}%"
    return f"{summed.total} of {summed.highest} points: {in_a_row(parts)}. That is {exact}%{rounded}."


def _codes(summed: Summed) -> list[str]:
    return [f"{part.code} {part.score}" for part in summed.parts]


def _in_band(summed: Summed) -> str:
    band = summed.band
    reach = f"From {band.lowest}% to {band.highest}%"
    return f"{reach} is {plain(band.rating)}, and this is in the {summed.position} part of it."


def _caps(caps: Iterable[Cap], raw: RatingWord) -> Iterator[Line]:
    for cap in caps:
        beside = "" if cap.lowers(raw) else " It is no better than that anyway."
        yield Line("limiter", cap_in_words(cap) + beside)


def _departure(result: AreaResult | OverallResult) -> Iterator[Line]:
    if result.departure is not None and result.computed is not None:
        rating = plain(result.departure.rating)
        words = f"What was worked out is {plain(result.computed)}. By professional judgement it is {rating}."
        yield Line("judgement", words)
        yield Line("judgement", result.departure.reason, is_internal=True)


def _waiting(framework: FrameworkContent, overall: OverallResult) -> str:
    names = []
    for key in overall.waiting_for:
        statement, area = framework.statement(key), framework.area(key)
        names.append(statement.code if statement else area.title if area else key)
    return f"Not rated yet. Still missing: {in_a_row(names)}." if names else "Not rated yet."


def _category(framework: FrameworkContent, key: str) -> str:
    found = framework.category(key)
    return _lower_first(found.title) if found else key


def _lower_first(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"
