"""What stands behind a rating: how much was looked at, on which days, and the evidence of each statement (R-392)."""

from dataclasses import dataclass
from datetime import date

from sandbox_portal.casework.working_days import day_in_london

from ..choices.frameworks import ScoringMode
from ..models import Assessment, AssessmentVisit
from ..rulebook.framework import Area, Category, Statement
from .evidence import content_of
from .evidence_heaps import Heap, evidence_as_a_whole, evidence_heaps, evidence_heaps_of
from .scores import judgements_of, statement_scores_of


@dataclass(frozen=True)
class Ground:
    """What an assessment rests on: so many of all statements, every item of evidence, the days of visits made."""

    looked_at: int
    statements: int
    evidence: Heap | None
    visits: tuple[date, ...]


def ground_of(assessment: Assessment) -> Ground:
    content, kind = content_of(assessment), assessment.service_kind
    counting = sum(each.switched_off_for(kind) is None for each in content.statements())
    made = AssessmentVisit.objects.filter(case=assessment.case, done_at__isnull=False).order_by("starts_at")
    days = tuple(map(day_in_london, made.values_list("starts_at", flat=True)))
    return Ground(len(assessment.statements), counting, evidence_as_a_whole(assessment), days)


def areas_looked_at(assessment: Assessment) -> frozenset[str]:
    """The keys of the areas with a statement that is looked at."""
    chosen = set(assessment.statements)
    return frozenset(each.area_key for each in content_of(assessment).statements() if each.key in chosen)


def reasons_of_scores(assessment: Assessment) -> dict[str, str]:
    """What inspectors wrote of statements that are scored or noted as a whole, and of areas that are judged."""
    mode = assessment.framework.scoring_mode
    if mode == ScoringMode.EVIDENCE_CATEGORY:
        return {}  # each score of a statement has its own, on the page of the statement
    found = {key: row.reasons for key, row in statement_scores_of(assessment).items()}
    if mode == ScoringMode.KEY_QUESTION_JUDGEMENT:
        found |= {key: row.reasons for key, row in judgements_of(assessment).items()}
    return found


def evidence_behind(assessment: Assessment, area: Area) -> list[tuple[Statement, list[tuple[Category, Heap]]]]:
    """The evidence by kind behind every statement of one area that is looked at (R-373)."""
    if assessment.framework.scoring_mode == ScoringMode.STATEMENT_DIRECT:
        heaps = evidence_heaps(assessment)  # the rating has asked for it
    else:
        heaps = evidence_heaps_of(assessment, area)
    chosen, kinds = set(assessment.statements), content_of(assessment).categories
    return [
        (each, [(kind, heap) for kind in kinds if (heap := heaps.get(each.key, {}).get(kind.key)) is not None])
        for each in area.statements
        if each.key in chosen
    ]
