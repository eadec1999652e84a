"""What must be true first of an improvement plan, each as one sentence or nothing."""

from ..choices.improvement import OVER
from ..models import ImprovementPlan
from ..queries.improvement import actions_of, answered, missing_in, reviews_of


def every_finding_is_answered(plan: ImprovementPlan) -> str | None:
    open_ones = [each.finding.title for each in answered(plan) if not each.actions]
    return f"Say what you will do about: {'; '.join(open_ones)}." if open_ones else None


def actions_are_complete(plan: ImprovementPlan) -> str | None:
    for action in actions_of(plan):
        missing = missing_in(action)
        if missing:
            return f"{action} still lacks {' and '.join(missing)}."
    return None


def reviews_are_held(plan: ImprovementPlan) -> str | None:
    waiting = [each for each in reviews_of(plan) if each.held_at is None]
    return f"{waiting[0]} has not been held yet." if waiting else None


def actions_are_over(plan: ImprovementPlan) -> str | None:
    waiting = [str(each) for each in actions_of(plan) if each.status not in OVER]
    return f"Not everything is done: {', '.join(waiting)}." if waiting else None
