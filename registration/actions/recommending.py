"""The inspector's recommendation, and the second person who sends it back (R-008, R-272, R-285)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.models import ReasonList
from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.reason_lists import reasons_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices import Outcome
from ..models import Condition, Notice, Recommendation, RegistrationApplication
from ..queries.assessment import newest_reasons, standing_recommendation
from ..visit_plan import standard_conditions
from ..workflow import REGISTRATION
from .assessing import said

MAKE_REPORT = "registration.make_assessment_report"
MOST_CONDITIONS = 12


@dataclass(frozen=True)
class Worded:
    """A condition: which of the standard ones, in which words, and whether the applicant has agreed in writing."""

    code: str
    words: str
    is_agreed: bool = False


@dataclass(frozen=True)
class Grounds:
    """What is recommended, proposed or decided, and why."""

    outcome: str
    reasons: Sequence[str]
    text: str
    conditions: Sequence[Worded] = ()


@transaction.atomic
def recommend(application: RegistrationApplication, *, grounds: Grounds, by: User, at: datetime) -> Recommendation:
    """Recommend what to decide. Somebody else checks it, and has the report (L-22)."""
    REGISTRATION.take_step(application, "recommend", by=by, at=at)
    recommendation = Recommendation.objects.create(
        application=application,
        number=application.recommendations.count() + 1,
        outcome=grounds.outcome,
        reason_list=checked_reasons(grounds),
        reasons=list(grounds.reasons),
        text=said(grounds.text, "Give your reasons in your own words."),
        made_at=at,
        made_by=by,
    )
    keep_conditions(grounds, recommendation=recommendation)
    queue_task(MAKE_REPORT, key=f"registration-report:{recommendation.pk}", recommendation=recommendation.pk)
    return recommendation


@transaction.atomic
def send_back_recommendation(
    application: RegistrationApplication, *, because: str, by: User, at: datetime
) -> Recommendation:
    """Give it back to the inspector with what has to change; it stays to be read."""
    words = said(because, "Say what has to change.")
    REGISTRATION.take_step(application, "send_back_to_inspector", by=by, at=at, note=words)
    recommendation = standing_recommendation(application)
    if recommendation is None:
        raise Refused("There is no recommendation to send back.")
    recommendation.sent_back_at, recommendation.sent_back_by = at, by
    recommendation.sent_back_because = words
    recommendation.save(update_fields=["sent_back_at", "sent_back_by", "sent_back_because"])
    return recommendation


def checked_reasons(grounds: Grounds) -> ReasonList:
    """The list of reasons these grounds are taken from; refused when they do not fit the outcome (R-285)."""
    newest = newest_reasons()
    if newest is None:
        raise Refused("The reasons for this decision have not been loaded yet.")
    problem = reasons_of(newest).problem(grounds.outcome, list(grounds.reasons))
    if problem:
        raise Refused(problem)
    if grounds.outcome == Outcome.CONDITIONS and not grounds.conditions:
        raise Refused("Write at least one condition, or choose another outcome.")
    if grounds.outcome == Outcome.REFUSE and grounds.conditions:
        raise Refused("A refusal has no conditions. Take them out, or choose another outcome.")
    return newest


def keep_conditions(
    grounds: Grounds, *, recommendation: Recommendation | None = None, notice: Notice | None = None
) -> list[Condition]:
    """Keep the conditions in their order, in the words they have now."""
    if len(grounds.conditions) > MOST_CONDITIONS:
        raise Refused(f"A registration has at most {MOST_CONDITIONS} conditions.")
    standard = standard_conditions()
    rows = []
    for position, each in enumerate(grounds.conditions, start=1):
        words = said(each.words, f"Write the words of condition {position}.")
        if each.code not in standard:
            raise Refused(f"Choose which condition number {position} is.")
        if "[" in words or "]" in words:
            raise Refused(f"Fill in what stands in square brackets in condition {position}.")
        rows.append(
            Condition(
                recommendation=recommendation,
                notice=notice,
                position=position,
                code=each.code,
                words=words,
                is_agreed=each.is_agreed,
            )
        )
    return Condition.objects.bulk_create(rows)
