"""The scores of one application: what may be given, what is locked, and what they add up to (R-155, R-156, R-173)."""

from collections.abc import Mapping
from dataclasses import dataclass

from selection.criteria import Criteria, Criterion, Kind, Outcome, Scores, Value

REVIEW_ORDER_STEP = 2  # the order of step 3 comes from the scores of step 2
WARNING_SCORE = 1


@dataclass(frozen=True)
class ScoreSheet:
    """Where the agreed scores of one application stand. `s2` and `total` are None until, or unless, they exist."""

    outcome: Outcome
    missing: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    ended_by: str | None = None
    s2: int | None = None
    total: int | None = None
    warnings: tuple[str, ...] = ()


def score_problem(criterion: Criterion, value: object) -> str | None:
    """Say in one sentence why this value cannot be given for this criterion; None when it can (EX-D15)."""
    if criterion.kind is Kind.GATE:
        return None if type(value) is bool else f"{criterion.code} must be passed (true) or failed (false)."
    # A bool is an int to Python, and 4.0 equals 4; neither is a score.
    if type(value) is int and value in criterion.scale:
        return None
    return f"{criterion.code} must be a whole number from {criterion.lowest} to {criterion.highest}."


def sheet_problems(criteria: Criteria, scores: Mapping[str, object]) -> dict[str, str]:
    """Give one sentence for each code whose value is unknown, out of its scale, or came after the end (R-156)."""
    known = {criterion.code: criterion for criterion in criteria}
    problems = {code: f"{code} is not a criterion of this round." for code in scores if code not in known}
    ended: str | None = None
    for code, criterion in known.items():
        if code not in scores:
            continue
        problem = score_problem(criterion, scores[code])
        if ended:
            problems[code] = f"{code} must be left out, because {ended} ended the assessment."
        elif problem:
            problems[code] = problem
        elif _fails(criterion, scores[code]):
            ended = code
    return problems


def score_sheet(criteria: Criteria, scores: Scores) -> ScoreSheet:
    """Work the steps in order: the first failed gate or failing score ends the assessment and locks the rest."""
    codes = [criterion.code for criterion in criteria]
    for place, criterion in enumerate(criteria):
        if criterion.code in scores and _fails(criterion, scores[criterion.code]):
            return ScoreSheet(
                outcome=criterion.effect or Outcome.NOT_COMMITTED,
                locked=tuple(codes[place + 1 :]),
                ended_by=criterion.code,
            )
    missing = tuple(code for code in codes if code not in scores)
    return ScoreSheet(
        outcome=_reached(criteria, missing),
        missing=missing,
        s2=_sum(criteria, scores, step=REVIEW_ORDER_STEP),
        total=_sum(criteria, scores),
        warnings=warnings(criteria, scores),
    )


def _fails(criterion: Criterion, value: object) -> bool:
    return isinstance(value, Value) and criterion.fails(value)


def _reached(criteria: Criteria, missing: tuple[str, ...]) -> Outcome:
    steps = [criterion.step for criterion in criteria if criterion.code in missing]
    return Outcome(f"step{min(steps)}") if steps else Outcome.SCORED


def _sum(criteria: Criteria, scores: Scores, *, step: int | None = None) -> int | None:
    """Add scores with equal weights (R-173); None while one is missing. Gates carry no points."""
    asked = [criterion for criterion in criteria if step in (None, criterion.step)]
    if any(criterion.code not in scores for criterion in asked):
        return None
    return sum(int(scores[criterion.code]) for criterion in asked if criterion.kind is Kind.SCORE)


def warnings(criteria: Criteria, scores: Scores) -> tuple[str, ...]:
    """Name the criteria that were scored 1, which warns and never excludes (R-178)."""
    return tuple(
        criterion.code
        for criterion in criteria
        if criterion.kind is Kind.SCORE and scores.get(criterion.code) == WARNING_SCORE
    )


def missing_scores(sheets: Mapping[str, ScoreSheet]) -> dict[str, tuple[str, ...]]:
    """Name what keeps the cut-off from being set: the missing codes of each application (EX-D15)."""
    return {reference: sheet.missing for reference, sheet in sheets.items() if sheet.missing}
