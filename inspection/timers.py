"""The clocks of inspection by their keys."""

from .models import AssessmentVisit


def visit_clock(visit: AssessmentVisit) -> str:
    """The day of one visit, of which those who go are reminded (M-40)."""
    return f"assessment-visit:{visit.pk}"
