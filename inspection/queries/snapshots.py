"""A report as it may be read outside, made of its text and its result (R-410)."""

from datetime import date

from django.db.models import Max, Min

from sandbox_portal.casework.working_days import day_in_london

from ..choices.frameworks import FrameworkStatus
from ..models import Assessment, EvidenceItem, Publication
from ..rulebook.published import (
    POSITIONS,
    RATING_LABELS,
    SCORE_LABELS,
    PublishedBreach,
    PublishedChange,
    PublishedFile,
    PublishedFramework,
    PublishedRating,
    PublishedReport,
    PublishedScore,
    published_sections,
)
from .easy_read import easy_read_file_of
from .evidence import content_of
from .report_text import areas_of, last_publication_before, text_of
from .results import AreaOutcome, Outcome, result_of

ON_TRIAL = frozenset({FrameworkStatus.DRAFT, FrameworkStatus.TEST})
WHOLE = "overall"


def snapshot_of(assessment: Assessment) -> PublishedReport:
    """The report as it is now. Under a framework on trial it tells what was found and rates nothing (AMB-19)."""
    outcome = result_of(assessment)
    is_rated = outcome is not None and assessment.framework.status not in ON_TRIAL
    told = outcome if is_rated else None
    first, last = _evidence_days(assessment)
    before = last_publication_before(assessment)
    areas = _areas(assessment, told)
    overall = _overall(assessment, told)
    return PublishedReport(
        kind=assessment.subject_kind.value,
        subject=assessment.subject_name,
        subject_word=assessment.subject_word,
        organisation=assessment.organisation.name,
        reference=assessment.case.reference or "",
        framework=PublishedFramework(
            assessment.framework.title,
            assessment.framework.code,
            assessment.framework.slug,
            assessment.framework.version,
        ),
        evidence_from=first,
        evidence_until=last,
        is_rated=is_rated,
        overall=overall,
        rule=told.rule if told else "",
        areas=areas,
        statements=_statements(assessment, told),
        breaches=_breaches(assessment, outcome),
        sections=published_sections(text_of(assessment)),
        before_on=day_in_london(before.published_at) if before else None,
        changes=_changes(before, (overall, *areas)),
        easy_read_file=_easy_read_file(assessment),
    )


def _easy_read_file(assessment: Assessment) -> PublishedFile | None:
    found = easy_read_file_of(assessment)
    return PublishedFile(str(found.pk), found.shown_name, found.evidence_file.sha256) if found else None


def _evidence_days(assessment: Assessment) -> tuple[date | None, date | None]:
    standing = EvidenceItem.objects.filter(assessment=assessment, replaced_at=None)
    days = standing.aggregate(first=Min("seen_at"), last=Max("seen_at"))
    first, last = days["first"], days["last"]
    return (day_in_london(first) if first else None), (day_in_london(last) if last else None)


def _overall(assessment: Assessment, outcome: Outcome | None) -> PublishedRating:
    shows = content_of(assessment).publication.overall_percentage
    if outcome is None:
        return _rating(WHOLE, "Overall")
    return _rating(
        WHOLE,
        "Overall",
        rating=outcome.final or "",
        percent=outcome.percent if shows else None,
        position=outcome.position if shows else "",
        limiters=outcome.limiters,
        by_judgement=outcome.by_judgement,
        rated_on=day_in_london(outcome.made_at) if outcome.final else None,
    )


def _areas(assessment: Assessment, outcome: Outcome | None) -> tuple[PublishedRating, ...]:
    profile = content_of(assessment).publication
    if outcome is None or not profile.area_ratings:
        return tuple(_rating(key, title) for key, title in areas_of(assessment)) if outcome is None else ()
    return tuple(_area(each, shows_percent=profile.area_percentages) for each in outcome.areas)


def _area(area: AreaOutcome, *, shows_percent: bool) -> PublishedRating:
    return _rating(
        area.key,
        area.title,
        rating=area.final or "",
        percent=area.percent if shows_percent else None,
        position=area.position if shows_percent else "",
        limiters=area.limiters,
        by_judgement=area.by_judgement,
        rated_on=area.rated_on,
        is_carried_over=area.is_carried_over,
    )


def _rating(
    key: str,
    title: str,
    *,
    rating: str = "",
    percent: int | None = None,
    position: str = "",
    limiters: tuple[str, ...] = (),
    by_judgement: bool = False,
    rated_on: date | None = None,
    is_carried_over: bool = False,
) -> PublishedRating:
    return PublishedRating(
        key=key,
        title=title,
        rating=rating,
        label=RATING_LABELS[rating],
        percent=percent,
        position=POSITIONS.get(position, ""),
        limiters=limiters,
        by_judgement=by_judgement,
        rated_on=rated_on,
        is_carried_over=is_carried_over,
    )


def _statements(assessment: Assessment, outcome: Outcome | None) -> tuple[PublishedScore, ...]:
    if outcome is None or not content_of(assessment).publication.statement_scores:
        return ()
    return tuple(
        PublishedScore(area.title, each.code, each.title, each.score, SCORE_LABELS[each.score])
        for area in outcome.areas
        for each in area.statements
        if each.score is not None and not area.is_carried_over
    )


def _breaches(assessment: Assessment, outcome: Outcome | None) -> tuple[PublishedBreach, ...]:
    titles = dict(areas_of(assessment))
    breaches = outcome.breaches if outcome else ()
    return tuple(PublishedBreach(titles.get(each.area, each.area), each.regulation) for each in breaches)


def _changes(before: Publication | None, now: tuple[PublishedRating, ...]) -> tuple[PublishedChange, ...]:
    """Ratings that are not what they were in the report before."""
    if before is None:
        return ()
    rows = [before.snapshot["overall"], *before.snapshot["areas"]]
    earlier = {each["key"]: each["label"] for each in rows}
    return tuple(
        PublishedChange(each.title, earlier[each.key], each.label)
        for each in now
        if each.key in earlier and earlier[each.key] != each.label
    )
