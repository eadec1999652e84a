"""Criteria as plain values: what is judged, in which step, on which scale, with which effect (D.2, R-154)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    GATE = "gate"
    SCORE = "score"


class Outcome(StrEnum):
    """How far an application is, or where it ended; the words are those of its stages."""

    STEP1 = "step1"
    STEP2 = "step2"
    STEP3 = "step3"
    SCORED = "scored"
    PROPOSED = "proposed"
    RESERVE = "reserve"
    BELOW_CUTOFF = "below_cutoff"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_COMMITTED = "not_committed"
    WITHDRAWN = "withdrawn"
    AWAITING_DRAW = "awaiting_draw"


Value = bool | int
Scores = Mapping[str, Value]


@dataclass(frozen=True)
class Criterion:
    """One criterion. `fails_at` is a score that ends the assessment; a failed gate always does, with `effect`."""

    code: str
    step: int
    title: str
    kind: Kind
    lowest: int | None = None
    highest: int | None = None
    labels: tuple[tuple[int, str], ...] = ()
    fails_at: int | None = None
    effect: Outcome | None = None

    def fails(self, value: Value) -> bool:
        if self.kind is Kind.GATE:
            return value is False
        return self.fails_at is not None and value == self.fails_at

    def label_of(self, score: int) -> str:
        return dict(self.labels).get(score, "")

    @property
    def scale(self) -> range:
        """Every score that may be given; empty for a gate."""
        if self.kind is Kind.GATE or self.lowest is None or self.highest is None:
            return range(0)
        return range(self.lowest, self.highest + 1)

    @property
    def lowest_pass(self) -> int:
        """The lowest score with which an application goes on; 0 for a gate, which carries no points."""
        return min((score for score in self.scale if not self.fails(score)), default=0)


Criteria = tuple[Criterion, ...]

SCALE_LABELS = (  # D.2, fixed; AMB-05 for the label of 0
    (1, "Does not meet the criterion"),
    (2, "Limited evidence that it meets the criterion"),
    (3, "Partly but not fully meets the criterion"),
    (4, "Fully meets the criterion"),
)
CANNOT_COMMIT = (0, "Cannot commit (fail)")
LOWEST_SCORE, HIGHEST_SCORE = 1, 4  # D.2


def _gate(code: str, step: int, title: str, effect: Outcome) -> Criterion:
    return Criterion(code, step, title, Kind.GATE, effect=effect)


def _score(code: str, step: int, title: str) -> Criterion:
    return Criterion(code, step, title, Kind.SCORE, LOWEST_SCORE, HIGHEST_SCORE, SCALE_LABELS)


# The template of D.2, which a round copies and may edit until its window opens.
STANDARD_CRITERIA: Criteria = (
    _gate("1a", 1, "Works in social care in England at present", Outcome.OUT_OF_SCOPE),
    _gate("1b", 1, "Credibly offers, adopts, delivers or plans an umbrella service", Outcome.OUT_OF_SCOPE),
    _gate("2a", 2, "Can attend the key dates", Outcome.NOT_COMMITTED),
    Criterion(
        "2b",
        2,
        "Can commit to the work programme",
        Kind.SCORE,
        lowest=0,
        highest=HIGHEST_SCORE,
        labels=(CANNOT_COMMIT, *SCALE_LABELS),
        fails_at=0,
        effect=Outcome.NOT_COMMITTED,
    ),
    _score("2c", 2, "Understands the sandbox process"),
    _score("3a", 3, "Different enough from the others selected"),
    _score("3b", 3, "Credibly represents the carers it wants to manage"),
    _score("3c", 3, "Committed to an experience like that with a personal assistant"),
)


def criteria_from(rows: Iterable[Mapping[str, Any]]) -> Criteria:
    """Read the criteria of a round as they are kept: one mapping a criterion, labels keyed by the score as text."""
    return tuple(
        Criterion(
            code=row["code"],
            step=row["step"],
            title=row["title"],
            kind=Kind(row["kind"]),
            lowest=row.get("lowest"),
            highest=row.get("highest"),
            labels=tuple(sorted((int(score), label) for score, label in row.get("labels", {}).items())),
            fails_at=row.get("fails_at"),
            effect=Outcome(row["effect"]) if row.get("effect") else None,
        )
        for row in rows
    )


def total_range(criteria: Criteria) -> range:
    """Give every total a passing application can have (R-173): 5 to 20 with the standard criteria."""
    scored = [criterion for criterion in criteria if criterion.kind is Kind.SCORE]
    return range(sum(criterion.lowest_pass for criterion in scored), sum(max(item.scale) for item in scored) + 1)
