"""The criteria of a round, cut by step, as pages show them."""

from dataclasses import dataclass
from typing import Any

from ..models import Round


@dataclass(frozen=True)
class Mark:
    score: int
    label: str
    looks_like: str


@dataclass(frozen=True)
class ShownCriterion:
    """One criterion with every score it knows, the highest first. `fails_at` ends the reading of an application."""

    code: str
    title: str
    question: str
    explanation: str
    considerations: tuple[str, ...]
    is_gate: bool
    fails_at: int | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class ShownStep:
    number: int
    title: str
    criteria: tuple[ShownCriterion, ...]


def criteria_of(round_: Round) -> list[dict[str, Any]]:
    """The round's criteria as plain values, in the order they are worked; selection reads them as its own."""
    return list(round_.criteria)


def criteria_by_step(round_: Round) -> list[ShownStep]:
    """The criteria under the steps they belong to, in the order they are worked."""
    steps: dict[int, ShownStep] = {}
    for row in round_.criteria:
        step = steps.setdefault(row["step"], ShownStep(row["step"], row["step_title"], ()))
        steps[row["step"]] = ShownStep(step.number, step.title, (*step.criteria, _shown(row)))
    return list(steps.values())


def _shown(row: dict[str, Any]) -> ShownCriterion:
    marks = (
        Mark(int(score), label, row["looks_like"][score])
        for score, label in sorted(row["labels"].items(), key=lambda pair: -int(pair[0]))
    )
    return ShownCriterion(
        code=row["code"],
        title=row["title"],
        question=row["question"],
        explanation=row["explanation"],
        considerations=tuple(row["considerations"]),
        is_gate=row["kind"] == "gate",
        fails_at=row["fails_at"],
        marks=tuple(marks),
    )
