"""The inspector's recommendation, and the second person who sends it back (R-008, R-272, R-285)."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..grounds import Grounds, checked_reasons, keep_conditions
from ..models import Recommendation, RegistrationApplication
from ..queries.assessment import standing_recommendation
from ..workflow import REGISTRATION
from ..writing import said

MAKE_REPORT = "registration.make_assessment_report"


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
