"""The clocks of inspection by their keys."""

from datetime import datetime

from sandbox_portal.casework.deadlines import cancel_deadline
from sandbox_portal.casework.models import Case

from .models import Assessment, AssessmentVisit, ImprovementPlan, PlanAction, ProgressReview


def visit_clock(visit: AssessmentVisit) -> str:
    """The day of one visit, of which those who go are reminded (M-40)."""
    return f"assessment-visit:{visit.pk}"


def host_clock(visit: AssessmentVisit) -> str:
    """The same for those who are visited and were told of it (M-25)."""
    return f"announced-visit:{visit.pk}"


def end_visit_clocks(case: Case, *, at: datetime) -> None:
    """Nobody is reminded of the planned visits of a case that has ended."""
    for visit in AssessmentVisit.objects.filter(case=case, done_at=None, cancelled_at=None):
        cancel_deadline(visit_clock(visit), at=at)
        cancel_deadline(host_clock(visit), at=at)


def draft_clock(assessment: Assessment) -> str:
    """The day by which the draft report is written (M-43)."""
    return f"assessment-report:{assessment.pk}"


def reply_clock(assessment: Assessment) -> str:
    """The last day on which the organisation says what is wrong in the draft (M-44)."""
    return f"assessment-reply:{assessment.pk}"


def review_clock(assessment: Assessment) -> str:
    """The last day on which a review can be asked for (M-45)."""
    return f"assessment-review:{assessment.pk}"


def display_clock(assessment: Assessment) -> str:
    """The day by which the rating is shown to people (M-46)."""
    return f"assessment-display:{assessment.pk}"


def plan_clock(plan: ImprovementPlan) -> str:
    """The day by which the draft of an improvement plan is sent (M-47)."""
    return f"improvement-draft:{plan.pk}"


def action_clock(action: PlanAction) -> str:
    """The day of one action of a plan (M-48)."""
    return f"improvement-action:{action.pk}"


def progress_clock(review: ProgressReview) -> str:
    """The day on which we look at the progress of a plan (M-47R)."""
    return f"improvement-review:{review.pk}"


def reinspection_clock(plan: ImprovementPlan) -> str:
    """The day by which a service that is inadequate is assessed again (M-49)."""
    return f"improvement-reinspection:{plan.pk}"


def journey_clock(council_id: object) -> str:
    """The day by which things are to be better at a council (M-47L)."""
    return f"journey:{council_id}"
