"""Score an assessment: statement by statement, or area by area, each change beside what it said before (R-391)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from sandbox_portal.casework.actions.assigning import hand
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.people.models import User

from ..choices.frameworks import Rating, Score, ScoringMode
from ..models import AreaJudgement, Assessment, AssessmentResult, CategoryScore, StatementScore
from ..queries.evidence import content_of, statements_in_scope
from ..queries.scores import category_scores_of, given_of, judgements_of, statement_scores_of
from ..rulebook.framework import Statement
from ..rulebook.kept import data_of_given, outcome_of
from ..rulebook.rating import rate
from ..workflow import ASSESSMENT
from ..workflow.needs import scores_are_whole
from ..writing import said
from .reports import let_draft_clock_run

Row = CategoryScore | StatementScore | AreaJudgement
NOTHING_NEW = "Nothing here is different from what is kept already."
SAY_WHY = "Say why you change what was kept before."


@dataclass(frozen=True)
class CategoryEntry:
    """What somebody says of one kind of evidence; `seen` is the version they had before them, 0 when there was none."""

    category: str
    score: int | None = None
    not_sought_because: str = ""
    reasons: str = ""
    seen: int = 0


@dataclass(frozen=True)
class WholeEntry:
    """What somebody says of a statement as a whole; without a score it is a note."""

    score: int | None
    reasons: str
    seen: int = 0


@transaction.atomic
def start_scoring(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """The evidence is enough: let the team score it, and hand the case to the lead inspector."""
    ASSESSMENT.take_step(assessment, "start_scoring", by=by, at=at)
    case, lead = assessment.case, assessment.lead
    if lead is not None and case.owner_id != lead.pk:
        hand(case, to=lead, reason="", by=by, at=at, verb="given to a person")
    return assessment


@transaction.atomic
def score_statement(
    assessment: Assessment,
    *,
    statement: str,
    categories: Sequence[CategoryEntry] = (),
    whole: WholeEntry | None = None,
    changed_because: str = "",
    by: User,
    at: datetime,
) -> list[CategoryScore | StatementScore]:
    """Keep what is new of one statement. Refused when somebody else has changed it meanwhile: nothing of theirs goes.

    Where each kind of evidence is scored, the statement has no score of its own; where the statement is, kinds of
    evidence only say why nobody looked for them; where areas are judged, there are notes alone (R-351).
    """
    found = next((each for each in statements_in_scope(assessment) if each.key == statement), None)
    if found is None:
        raise Refused("This statement is not looked at in this assessment.")
    ASSESSMENT.take_step(assessment, "set_score", by=by, at=at, note=f"{found.code} {found.title}")
    rows = _category_rows(assessment, found, categories)
    rows += [each for each in (_whole_row(assessment, found, whole),) if each is not None]
    if not rows:
        raise Refused(NOTHING_NEW)
    because = changed_because.strip()
    if not because and any(each.version > 1 for each in rows):
        raise Refused(SAY_WHY)
    for row in rows:
        row.changed_because = because if row.version > 1 else ""
        row.written_by, row.written_at = by, at
        row.save(force_insert=True)
    return rows


def _category_rows(
    assessment: Assessment, statement: Statement, entries: Sequence[CategoryEntry]
) -> list[CategoryScore | StatementScore]:
    if entries and assessment.framework.scoring_mode == ScoringMode.KEY_QUESTION_JUDGEMENT:
        raise Refused("In this framework kinds of evidence have no scores.")
    now, rows = category_scores_of(assessment, statement.key), list[CategoryScore | StatementScore]()
    known = {each.key: each.title for each in content_of(assessment).categories}
    for entry in entries:
        if entry.category not in known:
            raise Refused("This kind of evidence is not in the framework.")
        _refuse_category(assessment, entry, known[entry.category])
        before = now.get(entry.category)
        values = {
            "score": entry.score,
            "not_sought_because": entry.not_sought_because.strip(),
            "reasons": entry.reasons.strip(),
        }
        if _is_new(before, entry.seen, values, known[entry.category]):
            place = {"assessment": assessment, "statement": statement.key, "category": entry.category}
            rows.append(CategoryScore(**place, version=_next(before), **values))
    return rows


def _refuse_category(assessment: Assessment, entry: CategoryEntry, title: str) -> None:
    if entry.score is not None:
        if assessment.framework.scoring_mode != ScoringMode.EVIDENCE_CATEGORY:
            raise Refused("In this framework kinds of evidence have no scores.")
        if entry.score not in Score.values:
            raise Refused("A score is 1, 2, 3 or 4.")
        if entry.not_sought_because.strip():
            raise Refused(f"“{title}” has a score and a reason why nobody looked for it. Keep one of them.")


def _whole_row(assessment: Assessment, statement: Statement, entry: WholeEntry | None) -> StatementScore | None:
    if entry is None:
        return None
    mode = assessment.framework.scoring_mode
    if mode == ScoringMode.EVIDENCE_CATEGORY:
        raise Refused("In this framework each kind of evidence is scored, and the score of the statement follows.")
    if mode == ScoringMode.KEY_QUESTION_JUDGEMENT and entry.score is not None:
        raise Refused("In this framework statements have no scores.")
    if entry.score is not None and entry.score not in Score.values:
        raise Refused("A score is 1, 2, 3 or 4.")
    if entry.score is not None and not entry.reasons.strip():
        raise Refused("Write down the reasons for this score.")
    before = statement_scores_of(assessment).get(statement.key)
    values = {"score": entry.score, "reasons": entry.reasons.strip()}
    if not _is_new(before, entry.seen, values, statement.title):
        return None
    return StatementScore(assessment=assessment, statement=statement.key, version=_next(before), **values)


def _is_new(before: Row | None, seen: int, values: Mapping[str, Any], title: str) -> bool:
    """True when the writer says something else than what is kept.

    Whatever they left as they had it before them is no word of theirs: what somebody else wrote meanwhile stays. What
    both changed is refused, and nobody's is lost.
    """
    if before is None:
        return any(values.values())
    if _says(before, values):
        return False
    if before.version == seen:
        return True
    had = type(before).objects.filter(**_place_of(before), version=seen).first() if seen else None
    if _says(had, values) if had else not any(values.values()):
        return False
    raise Conflict(
        f"While you were writing, {before.written_by.name} changed “{title}”. Nothing of yours is kept yet. "
        "Look at what stands there now, and say again what you want to keep.",
        theirs=before,
    )


def _says(row: Row, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _place_of(row: Row) -> dict[str, Any]:
    names = [name for name in ("statement", "category", "area") if hasattr(row, name)]
    return {"assessment": row.assessment_id, **{name: getattr(row, name) for name in names}}


def _next(row: Row | None) -> int:
    return row.version + 1 if row else 1


@transaction.atomic
def judge_area(
    assessment: Assessment,
    *,
    area: str,
    rating: str,
    reasons: str,
    seen: int = 0,
    changed_because: str = "",
    by: User,
    at: datetime,
) -> AreaJudgement:
    """Give one area its rating by judgement, with the reasons (R-425); without a rating, take back the one before."""
    if assessment.framework.scoring_mode != ScoringMode.KEY_QUESTION_JUDGEMENT:
        raise Refused("In this framework ratings are worked out from scores.")
    found = content_of(assessment).area(area)
    if found is None or not any(each.area_key == found.key for each in statements_in_scope(assessment)):
        raise Refused("This area is not looked at in this assessment.")
    if rating and rating not in Rating.values:
        raise Refused("This is none of the four ratings.")
    ASSESSMENT.take_step(assessment, "judge_area", by=by, at=at, note=found.title)
    values = {"rating": rating, "reasons": said(reasons, "Write down the reasons.") if rating else reasons.strip()}
    before = judgements_of(assessment).get(found.key)
    if not _is_new(before, seen, values, found.title):
        raise Refused(NOTHING_NEW)
    if before is not None and not changed_because.strip():
        raise Refused(SAY_WHY)
    if before is None and not rating:
        raise Refused("Choose a rating.")
    because = changed_because.strip() if before else ""
    place = {"assessment": assessment, "area": found.key, "version": _next(before)}
    return AreaJudgement.objects.create(**place, **values, changed_because=because, written_by=by, written_at=at)


@transaction.atomic
def finish_scoring(assessment: Assessment, *, by: User, at: datetime) -> AssessmentResult:
    """Keep the result as it follows from the scores, and go on to the report. Opened again, it gets a next result."""
    ASSESSMENT.take_step(assessment, "finish_scoring", by=by, at=at)
    missing = scores_are_whole(assessment)
    if missing:
        raise Refused(missing)
    given = given_of(assessment)
    rated = rate(content_of(assessment), given)
    newest = AssessmentResult.objects.filter(assessment=assessment).aggregate(Max("number"))["number__max"] or 0
    let_draft_clock_run(assessment, by=by, at=at)
    return AssessmentResult.objects.create(
        assessment=assessment,
        number=newest + 1,
        rating=rated.overall.final or "",
        given=data_of_given(given),
        outcome=outcome_of(rated),
        made_at=at,
        made_by=by,
    )
