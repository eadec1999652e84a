"""The clocks of inspection by their keys."""

from .models import Assessment, AssessmentVisit


def visit_clock(visit: AssessmentVisit) -> str:
    """The day of one visit, of which those who go are reminded (M-40)."""
    return f"assessment-visit:{visit.pk}"


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
