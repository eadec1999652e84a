"""The clocks of an improvement plan: they begin, and end with it."""

from datetime import datetime

from sandbox_portal.casework.deadlines import cancel_deadline, set_deadline
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import end_of_day

from .choices.improvement import OVER
from .models import ImprovementPlan, PlanAction, ProgressReview
from .queries.improvement import actions_of, reviews_of
from .rulebook.journey import DRAFT_DAYS
from .timers import action_clock, plan_clock, progress_clock, reinspection_clock


def run_draft(plan: ImprovementPlan, *, at: datetime) -> None:
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


def run_reinspection(plan: ImprovementPlan, *, at: datetime) -> None:
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


def run_action(action: PlanAction, *, case: Case, at: datetime) -> None:
    if action.due_on is None or action.status in OVER:
        return
    set_deadline(
        action_clock(action),
        kind="improvement_action",
        about=f"{action} of the improvement plan {case.reference}",
        due_at=end_of_day(action.due_on),
        rule="as the plan says",
        case=case,
        reminder="M-48",
        subject=str(action.pk),
        at=at,
    )


def stop_clocks(plan: ImprovementPlan, *, at: datetime) -> None:
    for action in actions_of(plan):
        cancel_deadline(action_clock(action), at=at)
    for review in reviews_of(plan):
        cancel_deadline(progress_clock(review), at=at)
