"""How assessments were rated: the stored result in a shape that others read, and the last rating of each area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.casework.looks import moment_of_look, once_a_look
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import StatusEntry
from sandbox_portal.register.queries import statuses_as_at

from ..choices.assessments import AssessmentStage as S
from ..models import Assessment, AssessmentResult, NotedLimiter
from ..rulebook.arithmetic import ORDER
from ..rulebook.framework import FrameworkContent, RatingWord
from ..rulebook.given import Earlier
from ..rulebook.kept import reckoned_again, same_outcome
from ..rulebook.telling import NOT_RATED, RULES, plain
from .frameworks import read_framework

# From publication on, others compare with the result of an assessment.
PUBLIC = frozenset({S.PUBLISHED, S.REVIEW_REQUESTED, S.REVIEW_CLOSED, S.FOLLOW_UP, S.CLOSED})


@dataclass(frozen=True)
class StatementOutcome:
    """The score of one statement; `left_out` says why it does not count, `missing` what it still lacks."""

    key: str
    code: str
    title: str
    score: int | None
    left_out: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class AreaOutcome:
    """How one area was rated.

    `raw` is what the sum says, `computed` what the limiters left of it, `final` what counts. `limiters` are those that
    made a difference, in words. `rated_on` is the day of the rating, which is an earlier one where it is carried over.
    """

    key: str
    code: str
    title: str
    percent: int | None
    position: str
    raw: RatingWord | None
    limiters: tuple[str, ...]
    computed: RatingWord | None
    by_judgement: bool
    final: RatingWord | None
    rated_on: date | None
    is_carried_over: bool
    statements: tuple[StatementOutcome, ...]

    @property
    def words(self) -> str:
        return plain(self.final) if self.final else NOT_RATED


@dataclass(frozen=True)
class Breach:
    """A regulation that is breached, the area it limits, and what shows it."""

    area: str
    regulation: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """The result of an assessment as it was stored when its scoring ended; nothing in it is worked out anew.

    Scores of single kinds of evidence are not in it, so whoever publishes from it cannot publish them (R-410).
    `rule` is a sentence where the areas decide (R-385); `percent` and `position` are there where statements are summed.
    """

    assessment_id: Any
    number: int
    made_at: datetime
    framework: str
    mode: str
    percent: int | None
    position: str
    rule: str
    raw: RatingWord | None
    limiters: tuple[str, ...]
    computed: RatingWord | None
    by_judgement: bool
    final: RatingWord | None
    waiting_for: tuple[str, ...]
    areas: tuple[AreaOutcome, ...]
    breaches: tuple[Breach, ...]

    @property
    def words(self) -> str:
        return plain(self.final) if self.final else NOT_RATED

    @property
    def used_judgement(self) -> bool:
        """True when a rating departs from what was worked out; a report says so (R-389)."""
        return self.by_judgement or any(area.by_judgement for area in self.areas)

    def area(self, key: str) -> AreaOutcome | None:
        return next((each for each in self.areas if each.key == key), None)


def result_of(assessment: Assessment) -> Outcome | None:
    """The newest result of an assessment; None before its scoring ended.

    Who may read it is for the caller to decide.
    """
    row = newest_result(assessment)
    return outcome_from(row, breaches_of(assessment)) if row else None


def newest_result(assessment: Assessment) -> AssessmentResult | None:
    return AssessmentResult.objects.filter(assessment=assessment).order_by("-number").first()


def breaches_of(assessment: Assessment) -> tuple[Breach, ...]:
    """The breaches that hold."""
    rows = NotedLimiter.objects.filter(assessment=assessment, code="BREACH", ended_at=None)
    return tuple(Breach(each.area, each.regulation, each.words) for each in rows)


def outcome_from(row: AssessmentResult, breaches: Iterable[Breach] = ()) -> Outcome:
    """A stored result in its shape."""
    kept: Mapping[str, Any] = row.outcome
    whole, day = kept["overall"], day_in_london(row.made_at)
    return Outcome(
        assessment_id=row.assessment_id,
        number=row.number,
        made_at=row.made_at,
        framework=kept["framework"],
        mode=kept["mode"],
        percent=whole["percent"],
        position=whole["position"] or "",
        rule=RULES.get(whole["rule"], ""),
        raw=whole["raw"],
        limiters=_applied(whole),
        computed=whole["computed"],
        by_judgement=whole["by_judgement"],
        final=whole["final"],
        waiting_for=tuple(whole["waiting_for"]),
        areas=tuple(_area(each, day) for each in kept["areas"]),
        breaches=tuple(breaches),
    )


def _area(kept: Mapping[str, Any], day: date) -> AreaOutcome:
    earlier = kept["earlier_on"]
    return AreaOutcome(
        key=kept["key"],
        code=kept["code"],
        title=kept["title"],
        percent=kept["percent"],
        position=kept["position"] or "",
        raw=kept["raw"],
        limiters=_applied(kept),
        computed=kept["computed"],
        by_judgement=kept["by_judgement"],
        final=kept["final"],
        rated_on=(date.fromisoformat(earlier) if earlier else day) if kept["final"] else None,
        is_carried_over=earlier is not None,
        statements=tuple(_statement(each) for each in kept["statements"]),
    )


def _statement(kept: Mapping[str, Any]) -> StatementOutcome:
    return StatementOutcome(
        kept["key"], kept["code"], kept["title"], kept["score"], kept["not_applicable"], tuple(kept["missing"])
    )


def _applied(kept: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each["words"] for each in kept["limiters"] if each["applied"])


def results_before(assessment: Assessment) -> QuerySet[AssessmentResult]:
    """Newest results of other public assessments of the same service or council, the newest first."""
    same = Q(assessment__service=assessment.service_id)
    if assessment.service_id is None:
        same = Q(assessment__service=None, assessment__organisation=assessment.organisation_id)
    found = AssessmentResult.objects.filter(same, assessment__case__stage__in=PUBLIC)
    found = found.exclude(assessment=assessment).order_by("assessment", "-number").distinct("assessment")
    newest = AssessmentResult.objects.filter(pk__in=found.values("pk"))
    return newest.select_related("assessment__framework", "assessment__case").order_by("-made_at", "-pk")


def last_result_before(assessment: Assessment) -> AssessmentResult | None:
    """The result of the last public assessment of the same service or council."""
    return results_before(assessment).first()


@once_a_look
def earlier_ratings_of(assessment: Assessment) -> dict[str, Earlier]:
    """The last rating of each area with its day, as the register says it, whoever gave it (R-390).

    What an assessment entered there itself is not its earlier rating. Councils stand in no register of services.
    """
    if assessment.service_id is None:
        return {}
    today = day_in_london(moment_of_look())
    found = rows_of(_earlier_ratings, None, service=assessment.service_id, case=assessment.pk, day=today)
    return {each.part: Earlier(cast(RatingWord, each.status), each.from_day) for each in found}


def _earlier_ratings(service: UUID, case: UUID, day: date) -> QuerySet[StatusEntry]:
    entries = StatusEntry.objects.filter(service=service, scheme=Scheme.RATING, status__in=ORDER)
    return statuses_as_at(entries.exclude(part="").exclude(case=case), day)


def results_that_differ() -> tuple[int, list[AssessmentResult]]:
    """How many stored results there are, and those that do not come out again from what was given."""
    rows = AssessmentResult.objects.select_related("assessment__case", "assessment__framework").order_by("pk")
    frameworks: dict[Any, FrameworkContent] = {}
    count, differing = 0, []
    for row in rows.iterator(chunk_size=200):
        count += 1
        framework = row.assessment.framework
        if framework.pk not in frameworks:
            frameworks[framework.pk] = read_framework(framework)
        if not same_outcome(row.outcome, reckoned_again(frameworks[framework.pk], row.given)):
            differing.append(row)
    return count, differing
