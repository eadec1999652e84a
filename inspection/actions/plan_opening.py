"""Open the improvement plan that a published report, or the level of a council, asks for (R-421, R-422)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.deadlines import set_deadline
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User

from ..choices.improvement import FindingKind
from ..models import Assessment, ImprovementPlan, JourneyMove, PlanFinding, ProgressReview
from ..queries.results import Outcome, result_of
from ..rulebook.journey import DRAFT_DAYS, LOW_SCORE, TO_GET_BETTER, draft_due, reinspect_by, reviews_due
from ..timers import plan_clock, progress_clock, reinspection_clock
from ..workflow.improvement import IMPROVEMENT

LETTER = "L-33"


@dataclass(frozen=True)
class Found:
    """One thing the plan has to answer to."""

    kind: FindingKind
    key: str
    title: str
    words: str = ""


@transaction.atomic
def open_plan_after_report(assessment: Assessment, *, by: User, at: datetime) -> ImprovementPlan | None:
    """R-422: an area below good, or a required action, opens the plan of a provider. Councils have their journey."""
    outcome = result_of(assessment)
    if assessment.service is None or outcome is None:
        return None
    found = findings_for_provider(outcome)
    if not found:
        return None
    day = day_in_london(at)
    plan = ImprovementPlan(
        assessment=assessment,
        because="Your report was published, and something has to get better.",
        runs_from=day,
        reinspect_by=reinspect_by(day, outcome.final),
    )
    return _open(plan, found, by=by, at=at)


@transaction.atomic
def open_plan_for_move(move: JourneyMove, *, by: User, at: datetime) -> ImprovementPlan | None:
    """A council that comes to level 1 or 2 writes a plan, unless one is open already."""
    assessment = move.proposal.assessment
    if move.plan_due_on is None or assessment is None:
        return None
    if ImprovementPlan.objects.filter(assessment=assessment, ended_at=None).exists():
        return None
    outcome = result_of(assessment)
    found = findings_for_council(outcome) if outcome else []
    if not found:
        found = [Found(FindingKind.REQUIRED, "", "The risk to people that we found", move.because)]
    plan = ImprovementPlan(assessment=assessment, move=move, because=move.because, runs_from=move.moved_on)
    return _open(plan, found, by=by, at=at)


def findings_for_provider(outcome: Outcome) -> list[Found]:
    """Areas that were judged this time to be below good, and what must be done about rules that were not kept."""
    areas = [
        Found(FindingKind.AREA, each.key, f"{each.title}: {each.words.lower()}")
        for each in outcome.areas
        if each.final in TO_GET_BETTER and not each.is_carried_over
    ]
    required = [
        Found(FindingKind.REQUIRED, each.area, f"Keep the rule: {each.regulation}"[:300], each.words)
        for each in outcome.breaches
    ]
    return [*areas, *required]


def findings_for_council(outcome: Outcome) -> list[Found]:
    """Statements with some or significant shortfalls; themes stay inside (R-387)."""
    return [
        Found(FindingKind.STATEMENT, each.key, f"{each.code} {each.title}: score {each.score} of 4")
        for area in outcome.areas
        for each in area.statements
        if each.score is not None and each.score <= LOW_SCORE
    ]


def _open(plan: ImprovementPlan, found: Sequence[Found], *, by: User, at: datetime) -> ImprovementPlan:
    assessment = plan.assessment
    plan.organisation = assessment.organisation
    plan.draft_due_on = draft_due(plan.runs_from)
    title = f"Improvement plan for {assessment.subject_name}"[:250]
    plan.case = IMPROVEMENT.open_case(by=by, at=at, verb="plan opened", organisation=plan.organisation, title=title)
    plan.case.reference = next_reference("IMP")
    plan.case.save(update_fields=["reference"])
    plan.save(force_insert=True)
    PlanFinding.objects.bulk_create(
        PlanFinding(plan=plan, number=number, kind=each.kind, key=each.key, title=each.title[:300], words=each.words)
        for number, each in enumerate(found, 1)
    )
    days = reviews_due(plan.runs_from)
    ProgressReview.objects.bulk_create(
        ProgressReview(plan=plan, number=number, due_on=day) for number, day in enumerate(days, 1)
    )
    ask_for_draft(plan, because=plan.because, at=at)
    _note_reinspection(plan, at=at)
    _write_to(plan, found, by=by, at=at)
    return plan


def ask_for_draft(plan: ImprovementPlan, *, because: str, at: datetime) -> None:
    """Let the clock of the draft run to its day."""
    set_deadline(
        plan_clock(plan),
        kind="improvement_draft",
        about=f"Send the improvement plan {plan.case.reference}",
        due_at=end_of_day(plan.draft_due_on),
        rule=f"{DRAFT_DAYS} days",
        case=plan.case,
        reminder="M-47",
        subject=str(plan.pk),
        at=at,
    )


def run_review(review: ProgressReview, *, case: Case, at: datetime) -> None:
    """Let the clock of one progress review run."""
    set_deadline(
        progress_clock(review),
        kind="improvement_review",
        about=f"{review} of the improvement plan {case.reference}",
        due_at=end_of_day(review.due_on),
        rule="as agreed",
        case=case,
        reminder="M-47R",
        subject=str(review.pk),
        at=at,
    )


def _note_reinspection(plan: ImprovementPlan, *, at: datetime) -> None:
    """It is no clock of the case, whose dates the organisation reads: we may come without notice."""
    if plan.reinspect_by is None:
        return
    set_deadline(
        reinspection_clock(plan),
        kind="reinspection",
        about=f"Assess {plan.assessment.subject_name} again",
        due_at=end_of_day(plan.reinspect_by),
        rule="6 months after publication",
        reminder="M-49",
        subject=str(plan.pk),
        at=at,
    )


def _write_to(plan: ImprovementPlan, found: Sequence[Found], *, by: User, at: datetime) -> None:
    data = {
        "subject_name": plan.assessment.subject_name,
        "reply_by": _words(plan.draft_due_on),
        "plan_findings": [each.title for each in found],
        "link": settings.PORTAL_URL + reverse("plan-detail", args=[plan.pk]),
    }
    issue_letter(plan.case, code=LETTER, data=data, by=by, at=at)


def _words(day: date) -> str:
    return day_in_words(day)
