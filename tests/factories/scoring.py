"""Scores of assessments by the real actions."""

from collections.abc import Mapping
from typing import Any

from inspection.actions.assessments import close_evidence
from inspection.actions.scores import CategoryEntry, WholeEntry, finish_scoring, score_statement, start_scoring
from inspection.choices.frameworks import ScoringMode
from inspection.models import AssessmentResult
from inspection.queries.evidence import content_of, statements_in_scope
from inspection.queries.scores import category_scores_of, statement_scores_of
from sandbox_portal.people.clock import database_now

from .inspection import Scene, evidence, gathering

WHY = "By what people and records say."


def in_scoring(scene: Scene | None = None, **facts: Any) -> Scene:
    """With evidence, closed, and the team lets loose on it."""
    scene = scene or gathering(**facts)
    evidence(scene)
    close_evidence(scene.again(), gaps_because="It is a small service.", by=scene.lead, at=database_now())
    start_scoring(scene.again(), by=scene.manager, at=database_now())
    scene.again()
    return scene


def score(scene: Scene, statement: str, scores: Mapping[str, int | None], *, because: str = "", **facts: Any) -> None:
    """Give each kind of evidence of one statement its score, as somebody who sees what is kept now."""
    now = category_scores_of(scene.assessment)
    entries = [
        CategoryEntry(key, value, reasons=WHY, seen=now[statement, key].version if (statement, key) in now else 0)
        for key, value in scores.items()
    ]
    by = facts.pop("by", scene.lead)
    score_statement(
        scene.again(), statement, categories=entries, changed_because=because, by=by, at=database_now(), **facts
    )


def give_score(scene: Scene, statement: str, value: int | None, *, because: str = "", reasons: str = WHY) -> None:
    """The same where the statement has a score of its own."""
    now = statement_scores_of(scene.assessment).get(statement)
    whole = WholeEntry(value, reasons, now.version if now else 0)
    score_statement(scene.again(), statement, whole=whole, changed_because=because, by=scene.lead, at=database_now())


def score_everything(scene: Scene, value: int = 3) -> Scene:
    """Every statement that is looked at has this score."""
    assessment = scene.again()
    for statement in statements_in_scope(assessment):
        if content_of(assessment).scoring_mode == ScoringMode.EVIDENCE_CATEGORY:
            score(scene, statement.key, dict.fromkeys(statement.required_of(assessment.service_kind), value))
        else:
            give_score(scene, statement.key, value)
    return scene


def finished(scene: Scene | None = None, *, value: int = 3, **facts: Any) -> tuple[Scene, AssessmentResult]:
    """Scored through, with its result."""
    scene = score_everything(scene or in_scoring(**facts), value)
    return scene, finish_scoring(scene.again(), by=scene.lead, at=database_now())
