"""Whom the reminders of an assessment are for, and what the clock brings to an end."""

from datetime import datetime
from uuid import UUID

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import SIGNERS, Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of

from ..choices import NoticeKind, RegistrationStage
from ..models import Recommendation, RegistrationApplication
from .applications import registration_by_id


def those_who_assess(application_id: UUID) -> list[User]:
    """Its inspector, and the managers of registration."""
    application = registration_by_id(application_id)
    if application is None:
        return []
    inspector = [application.inspector] if application.inspector else []
    return [*inspector, *holders_of(Role.REGISTRATION_MANAGER)]


def those_who_sign(application_id: UUID) -> list[User]:
    """Those who answer a notice for the organisation."""
    application = registration_by_id(application_id)
    return list(people_of(application.organisation, *SIGNERS)) if application else []


def recommendation_by_id(recommendation_id: int) -> Recommendation | None:
    found = Recommendation.objects.select_related(
        "application__case", "application__organisation", "made_by", "reason_list"
    )
    return found.filter(pk=recommendation_id).first()


def refusals_past_appeal(at: datetime) -> list[RegistrationApplication]:
    """Refused applications whose last day to appeal has ended (timer T)."""
    found = RegistrationApplication.objects.filter(
        case__stage=RegistrationStage.NOD_REFUSE,
        notices__kind=NoticeKind.DECISION,
        notices__last_day__lt=day_in_london(at),
    )
    return list(found.select_related("case"))
