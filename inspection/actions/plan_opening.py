"""Open the improvement plan that a published report, or the level of a council, asks for (R-421, R-422)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User

from ..choices.improvement import FindingKind
from ..models import Assessment, ImprovementPlan, JourneyMove, PlanFinding, ProgressReview
from ..plan_clocks import run_draft, run_reinspection
from ..queries.plan_findings import Found, findings_for_council, findings_for_provider
from ..queries.results import result_of
from ..rulebook.journey import draft_due, reinspect_by, reviews_due
from ..workflow.improvement import IMPROVEMENT

LETTER = "L-33"


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
    run_draft(plan, at=at)
    run_reinspection(plan, at=at)
    _write_to(plan, found, by=by, at=at)
    return plan


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
