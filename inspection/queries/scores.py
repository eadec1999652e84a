"""Scores of an assessment, who may read them, and everything its rating comes from.

| who                                                     | scores, limiters, departures, results, the trace |
|---------------------------------------------------------|--------------------------------------------------|
| the team, after saying “no interest”                    | always                                           |
| inspection manager, auditor                             | always                                           |
| others of staff who read the file                       | never: the published report alone                |
| the organisation, and whoever declared an interest      | never                                            |
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..choices.frameworks import ScoringMode
from ..choices.scores import LimiterFact
from ..models import (
    AreaJudgement,
    Assessment,
    CategoryScore,
    Departure,
    NotedLimiter,
    StatementScore,
    TeamMember,
)
from ..rulebook.framework import FrameworkContent, LimiterCode, RatingWord
from ..rulebook.given import OVERALL, Given
from ..rulebook.given import Departure as Departed
from ..rulebook.rating import Rated, rate
from .assessments import READS_RESTRICTED, assessment_files_visible_to, is_free, is_in_team, is_tied
from .evidence import content_of
from .evidence_heaps import evidence_heaps
from .results import earlier_ratings_of

SCORE_READERS = READS_RESTRICTED | {Role.INSPECTOR}
NOT_LOOKED_AT = "Not looked at this time."


def scored_assessments_visible_to(user: User) -> QuerySet[Assessment]:
    """Assessments whose scores the person may read (table above)."""
    found = assessment_files_visible_to(user)
    if READS_RESTRICTED & roles_of(user):
        return found
    return found.filter(Exists(TeamMember.objects.filter(person=user, assessment=OuterRef("pk"), left_at=None)))


def scored_assessment(user: User, case_id: UUID) -> Assessment | None:
    """One of them."""
    return next(iter(rows_of(_scored_assessment, user, case_id=case_id)), None)


def _scored_assessment(user: User, case_id: UUID) -> QuerySet[Assessment]:
    return scored_assessments_visible_to(user).filter(pk=case_id)


def reads_scores(assessment: Assessment, user: User) -> bool:
    """The same for one assessment, by what was read of it already."""
    if is_tied(assessment, user):
        return False
    return bool(READS_RESTRICTED & roles_of(user)) or (is_in_team(assessment, user) and is_free(assessment, user))


def may_read_scores(user: User) -> bool:
    """Whether somebody who reads the file of an assessment has a role that reads its scores too."""
    return bool(SCORE_READERS & roles_of(user))


@once_a_look
def category_scores_of(assessment: Assessment, statement: str) -> dict[str, CategoryScore]:
    """What holds now of one statement, by category; what was taken back is among it."""
    rows = rows_of(_category_scores, None, assessment=assessment.pk, statement=statement)
    return {each.category: each for each in rows}


def _category_scores(assessment: UUID, statement: str) -> QuerySet[CategoryScore]:
    rows = CategoryScore.objects.filter(assessment=assessment, statement=statement).order_by("category", "-version")
    return rows.distinct("category").select_related("written_by")


@once_a_look
def statement_scores_of(assessment: Assessment) -> dict[str, StatementScore]:
    """What holds now, by statement."""
    return {each.statement: each for each in rows_of(_statement_scores, None, assessment=assessment.pk)}


def _statement_scores(assessment: UUID) -> QuerySet[StatementScore]:
    rows = StatementScore.objects.filter(assessment=assessment).order_by("statement", "-version")
    return rows.distinct("statement").select_related("written_by")


@once_a_look
def judgements_of(assessment: Assessment) -> dict[str, AreaJudgement]:
    """What holds now, by area."""
    return {each.area: each for each in rows_of(_judgements, None, assessment=assessment.pk)}


def _judgements(assessment: UUID) -> QuerySet[AreaJudgement]:
    rows = AreaJudgement.objects.filter(assessment=assessment).order_by("area", "-version")
    return rows.distinct("area").select_related("written_by")


@once_a_look
def limiters_of(assessment: Assessment) -> list[NotedLimiter]:
    """Every limiter that was noted, those that ended too."""
    return rows_of(_limiters, None, assessment=assessment.pk)


def _limiters(assessment: UUID) -> QuerySet[NotedLimiter]:
    return NotedLimiter.objects.filter(assessment=assessment).select_related("noted_by", "ended_by")


@once_a_look
def departures_of(assessment: Assessment) -> list[Departure]:
    """Every departure that was asked for, those that ended too."""
    return rows_of(_departures, None, assessment=assessment.pk)


def _departures(assessment: UUID) -> QuerySet[Departure]:
    return Departure.objects.filter(assessment=assessment).select_related("asked_by", "signed_by", "ended_by")


@once_a_look
def given_of(assessment: Assessment) -> Given:
    """Everything the rating of an assessment comes from now; departures only where they still hold (R-389)."""
    content = content_of(assessment)
    return with_departures(content, _without_departures(assessment, content), departures_of(assessment))


@once_a_look
def rated_now(assessment: Assessment) -> Rated:
    """How the scores that are there now rate it."""
    return rate(content_of(assessment), given_of(assessment))


def unscored(assessment: Assessment) -> list[str]:
    """Codes of statements that are looked at and have no score yet; titles of areas where areas are judged."""
    rated = rated_now(assessment)
    if assessment.framework.scoring_mode == ScoringMode.KEY_QUESTION_JUDGEMENT:
        chosen = {key.partition(".")[0] for key in assessment.statements}
        return [area.title for area in rated.areas if area.key in chosen and area.raw is None]
    return [each.code for area in rated.areas for each in area.statements if each.counts and each.score is None]


def with_departures(content: FrameworkContent, given: Given, departures: Iterable[Departure]) -> Given:
    """The same with each signed departure whose computed rating still comes out: of areas first, then of the whole."""
    signed = {each.about: each for each in departures if each.signed_at and each.ended_at is None}
    if not signed:
        return given
    rated = rate(content, given)
    hold = {
        area.key: _departed(signed[area.key])
        for area in rated.areas
        if area.key in signed and signed[area.key].computed == area.computed
    }
    given, whole = replace(given, departures=hold), signed.get(OVERALL)
    if whole is None or rate(content, given).overall.computed != whole.computed:
        return given
    return replace(given, departures={**hold, OVERALL: _departed(whole)})


def _departed(row: Departure) -> Departed:
    return Departed(cast(RatingWord, row.rating), row.reason)


def _without_departures(assessment: Assessment, content: FrameworkContent) -> Given:
    mode, standing = assessment.framework.scoring_mode, [each for each in limiters_of(assessment) if not each.ended_at]
    earlier = earlier_ratings_of(assessment)
    given = Given(
        not_applicable=_not_looked_at(assessment, content),
        breaches=frozenset(each.area for each in standing if each.code == LimiterFact.BREACH),
        well_led=frozenset(cast(LimiterCode, each.code) for each in standing if each.code != LimiterFact.BREACH),
        earlier={key: each for key, each in earlier.items() if content.area(key)},
        service=assessment.service_kind,
    )
    if mode == ScoringMode.KEY_QUESTION_JUDGEMENT:
        judged = judgements_of(assessment).values()
        return replace(given, area_ratings={each.area: cast(RatingWord, each.rating) for each in judged if each.rating})
    given = _with_categories(given, _categories_said(assessment))
    if mode == ScoringMode.STATEMENT_DIRECT:
        rows = statement_scores_of(assessment).values()
        scores = {each.statement: each.score for each in rows if each.score is not None}
        given = replace(given, category_scores={}, statement_scores=scores, evidence=evidence_heaps(assessment))
    return given


def _not_looked_at(assessment: Assessment, content: FrameworkContent) -> dict[str, str]:
    """Statements the plan left out leave the sum, and say why (R-357, R-390)."""
    chosen, because = set(assessment.statements), f"{NOT_LOOKED_AT} {assessment.scope_because}".strip()
    kind = assessment.service_kind
    return {
        each.key: because
        for each in content.statements()
        if each.key not in chosen and each.switched_off_for(kind) is None
    }


def _categories_said(assessment: Assessment) -> Iterable[tuple[str, str, int | None, str]]:
    """Of every statement and category what holds now: its score, or why nobody looked for it."""
    rows = CategoryScore.objects.filter(assessment=assessment).order_by("statement", "category", "-version")
    return rows.distinct("statement", "category").values_list("statement", "category", "score", "not_sought_because")


def _with_categories(given: Given, said: Iterable[tuple[str, str, int | None, str]]) -> Given:
    scores: dict[str, dict[str, int]] = {}
    reasons: dict[str, dict[str, str]] = {}
    for statement, category, score, not_sought_because in said:
        if score is not None:
            scores.setdefault(statement, {})[category] = score
        elif not_sought_because:
            reasons.setdefault(statement, {})[category] = not_sought_because
    return replace(given, category_scores=scores, not_sought=reasons)


def limiters_visible_to(user: User) -> QuerySet[NotedLimiter]:
    """What limits ratings of assessments whose scores the person reads."""
    found = NotedLimiter.objects.filter(assessment__in=scored_assessments_visible_to(user).values("pk"))
    return found.select_related("assessment__case", "assessment__organisation", "assessment__service", "noted_by")


def departures_visible_to(user: User) -> QuerySet[Departure]:
    """Departures of assessments whose scores the person reads."""
    found = Departure.objects.filter(assessment__in=scored_assessments_visible_to(user).values("pk"))
    return found.select_related("assessment__case", "assessment__framework", "assessment__service", "asked_by")
