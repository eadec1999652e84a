"""selection: from the agreed scores of a round to who is proposed, who waits and who is out."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from sandbox_portal.recompute.problems import key_in_words, one_problem, shown
from sandbox_portal.recompute.shapes import Count, Shape, Text, several
from selection.criteria import STANDARD_CRITERIA, Outcome, total_range
from selection.ranking import (
    GroupDraw,
    Limits,
    Ranking,
    TiedGroup,
    draw_groups,
    rank,
    review_groups,
    review_order,
)
from selection.scoring import ScoreSheet, score_sheet, sheet_problems

CODES = {criterion.code for criterion in STANDARD_CRITERIA}
CUTOFFS = total_range(STANDARD_CRITERIA)


class Application(Shape):
    """One application; its scores are the keys beside `ref` and `withdrawn`, checked against the criteria."""

    model_config = ConfigDict(extra="allow")

    ref: Text
    withdrawn: bool = False

    @property
    def scores(self) -> dict[str, Any]:
        return self.model_extra or {}

    @model_validator(mode="after")
    def scores_fit_the_criteria(self) -> Self:
        sentences = {
            code: _with(sentence, self.scores[code]) if code in CODES else _unknown(code)
            for code, sentence in sheet_problems(STANDARD_CRITERIA, self.scores).items()
        }
        if not self.withdrawn:
            usable = {code: score for code, score in self.scores.items() if code not in sentences}
            missing = score_sheet(STANDARD_CRITERIA, usable).missing
            sentences |= {code: f"{code} is missing." for code in missing if code not in sentences}
        if sentences:
            raise several(sentences)
        return self


class Case(Shape):
    max_places: Annotated[int, Field(ge=1)]
    min_places: Count
    cutoff: Annotated[int, Field(ge=CUTOFFS.start, le=CUTOFFS.stop - 1)] | None
    review_key: Text | None = None
    draw_key: Text | None = None
    applications: list[Application]

    @model_validator(mode="after")
    def no_reference_comes_twice(self) -> Self:
        seen: set[str] = set()
        for application in self.applications:
            if application.ref in seen:
                raise several({"ref": f"The reference {shown(application.ref)} is given twice."})
            seen.add(application.ref)
        return self


def recompute(case: Case) -> dict[str, Any]:
    sheets = {
        application.ref: score_sheet(STANDARD_CRITERIA, application.scores)
        for application in case.applications
        if not application.withdrawn
    }
    ranking = _ranking(case, {ref: sheet.total for ref, sheet in sheets.items() if sheet.total is not None})
    outcomes = ranking.outcomes()
    return {
        "review_order": _review_order(case, {ref: sheet.s2 for ref, sheet in sheets.items() if sheet.s2 is not None}),
        "applications": {
            application.ref: _application(sheets.get(application.ref), outcomes.get(application.ref))
            for application in case.applications
        },
        "proposed": list(ranking.proposed),
        "reserve": list(ranking.reserve),
        "draws": [{"pool": list(d.pool), "places": d.places, "order": list(d.order)} for d in ranking.draws],
        "flags": ["BELOW_MINIMUM"] if ranking.below_minimum else [],
        "warnings": {ref: list(sheet.warnings) for ref, sheet in sheets.items() if sheet.warnings},
    }


def _application(sheet: ScoreSheet | None, outcome: Outcome | None) -> dict[str, Any]:
    if sheet is None:
        return {"s2": None, "total": None, "outcome": Outcome.WITHDRAWN.name}
    return {"s2": sheet.s2, "total": sheet.total, "outcome": (outcome or sheet.outcome).name}


def _ranking(case: Case, totals: dict[str, int]) -> Ranking:
    """Rank, hold the draws that turn out to be needed, and rank again with them."""
    if case.cutoff is None:
        return Ranking()
    limits = Limits(most=case.max_places, fewest=case.min_places)
    groups = rank(totals, cutoff=case.cutoff, limits=limits).to_draw
    return rank(totals, cutoff=case.cutoff, limits=limits, draws=_drawn(groups, case.draw_key, name="draw_key"))


def _review_order(case: Case, s2: dict[str, int]) -> list[str]:
    groups = review_groups(s2)
    return list(review_order(s2, draws=_drawn(groups, case.review_key, name="review_key")))


def _drawn(groups: tuple[TiedGroup, ...], key: str | None, *, name: str) -> tuple[GroupDraw, ...]:
    if groups and key is None:
        first, count = groups[0].pool[0], len(groups[0].pool)
        raise one_problem(
            f"{name} is missing, and {count} applications with equal points, {first} among them, need a draw."
        )
    return draw_groups(groups, key=key) if key is not None else ()


def _unknown(code: str) -> str:
    return f"{key_in_words(code)} is not a key that this kind knows."


def _with(sentence: str, value: object) -> str:
    """Add what was found to a sentence about what must be."""
    return f"{sentence.removesuffix('.')}, not {shown(value)}." if "must be left out" not in sentence else sentence
