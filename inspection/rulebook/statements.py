"""The score of one statement (R-381, R-382)."""

from collections.abc import Mapping
from dataclasses import dataclass

from .arithmetic import Part, Summed, add_up
from .framework import FrameworkContent, Statement
from .given import Given

NOTHING: Mapping[str, int] = {}
NO_REASONS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class StatementResult:
    """How a statement got its score, or what is still missing.

    `summed` is there where categories are scored. `missing` are the kinds of evidence that must still come; `left_out`
    those nobody looked for, with the reason. A statement that does not count says why in `not_applicable`.
    """

    key: str
    code: str
    title: str
    score: int | None = None
    summed: Summed | None = None
    missing: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    not_applicable: str = ""

    @property
    def counts(self) -> bool:
        return not self.not_applicable


def rate_statement(framework: FrameworkContent, statement: Statement, given: Given) -> StatementResult:
    """The result of one statement in the mode of its framework."""
    switched_off = statement.switched_off_for(given.service)
    reason = given.not_applicable.get(statement.key) or (switched_off.reason if switched_off else "")
    if reason:
        return StatementResult(statement.key, statement.code, statement.title, not_applicable=reason)
    if framework.scoring_mode == "evidence_category":
        return _from_categories(framework, statement, given)
    return _given_directly(statement, given)


def _from_categories(framework: FrameworkContent, statement: Statement, given: Given) -> StatementResult:
    """R-381: scored categories are added; a required one without score leaves the statement unfinished."""
    scores = given.category_scores.get(statement.key, NOTHING)
    reasons = given.not_sought.get(statement.key, NO_REASONS)
    parts = [Part(each.code, each.title, scores[each.key]) for each in framework.categories if each.key in scores]
    missing = tuple(key for key in statement.required_of(given.service) if key not in scores and key not in reasons)
    summed = add_up(parts, framework.bands)
    return StatementResult(
        statement.key,
        statement.code,
        statement.title,
        score=None if missing or summed is None else summed.band.score,
        summed=summed,
        missing=missing,
        left_out=tuple(reasons.items()),
    )


def _given_directly(statement: Statement, given: Given) -> StatementResult:
    """R-382: the score is the inspector's; each required kind of evidence has an item or a reason."""
    reasons = given.not_sought.get(statement.key, NO_REASONS)
    missing: tuple[str, ...] = ()
    if given.evidence is not None:
        there = given.evidence.get(statement.key, ())
        required = statement.required_of(given.service)
        missing = tuple(key for key in required if key not in there and key not in reasons)
    return StatementResult(
        statement.key,
        statement.code,
        statement.title,
        score=None if missing else given.statement_scores.get(statement.key),
        missing=missing,
        left_out=tuple(reasons.items()),
    )
