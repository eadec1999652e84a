"""Which parts of an assessment a person may read.

| what                                         | the organisation    | registration staff | others who look      |
|----------------------------------------------|---------------------|--------------------|----------------------|
| records, views, interviews, recommendations  | never               | always             | inspectors, auditors |
| requests for information                     | always              | always             | always               |
| photos of visits                             | never               | always             | always               |
| notices, conditions in them, appeals         | once served         | once served        | once served          |
| representations                              | their own           | always             | always               |

Nobody who works for the regulator reads the assessment of an organisation they belong to.
"""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from inspection.models import AssessmentVisit
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.models import ReasonList
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.casework.reason_lists import newest_reason_list
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import KeyQuestion, NoticeKind, RegistrationStage, Reply
from ..clocks import Pause
from ..models import (
    Appeal,
    Assessment,
    Condition,
    FitnessView,
    InformationRequest,
    ManagerApplication,
    ManagerInterview,
    Notice,
    ReadinessView,
    Recommendation,
    RegistrationApplication,
    Representation,
)
from .applications import registrations_visible_to

# A notice of proposal follows a recommendation.
BEFORE_A_NOTICE = frozenset(
    {
        RegistrationStage.DRAFT,
        RegistrationStage.SUBMITTED,
        RegistrationStage.VALIDATING,
        RegistrationStage.RETURNED_INCOMPLETE,
        RegistrationStage.VALID,
        RegistrationStage.ALLOCATED,
        RegistrationStage.ASSESSING,
        RegistrationStage.AWAITING_APPLICANT,
    }
)
READS_ASSESSMENTS = frozenset(
    {
        Role.REGISTRATION_INSPECTOR,
        Role.REGISTRATION_MANAGER,
        Role.INSPECTOR,
        Role.INSPECTION_MANAGER,
        Role.AUDITOR,
    }
)
REASONS = "registration"
Conditioned = TypeVar("Conditioned", Recommendation, Notice)


def assessed_applications_of(user: User) -> QuerySet[RegistrationApplication]:
    """Applications whose assessment the person reads (table above)."""
    if not READS_ASSESSMENTS & roles_of(user):
        return RegistrationApplication.objects.none()
    return registrations_visible_to(user).exclude(organisation__in=organisation_places(user))


def assessments_visible_to(user: User) -> QuerySet[Assessment]:
    return Assessment.objects.filter(application__in=assessed_applications_of(user)).select_related("written_by")


def fitness_views_visible_to(user: User) -> QuerySet[FitnessView]:
    read = assessed_applications_of(user)
    return FitnessView.objects.filter(manager__application__in=read).select_related("manager", "written_by")


def readiness_views_visible_to(user: User) -> QuerySet[ReadinessView]:
    return ReadinessView.objects.filter(application__in=assessed_applications_of(user)).select_related("written_by")


def interviews_visible_to(user: User) -> QuerySet[ManagerInterview]:
    read = ManagerInterview.objects.filter(application__in=assessed_applications_of(user))
    return read.select_related("written_by").prefetch_related("managers")


def recommendations_visible_to(user: User) -> QuerySet[Recommendation]:
    read = Recommendation.objects.filter(application__in=assessed_applications_of(user))
    return read.select_related("made_by", "sent_back_by", "reason_list").prefetch_related("conditions")


def information_requests_visible_to(user: User) -> QuerySet[InformationRequest]:
    read = InformationRequest.objects.filter(application__in=registrations_visible_to(user))
    return read.select_related("asked_by", "returned")


def notices_visible_to(user: User) -> QuerySet[Notice]:
    """Notices are served the moment they are written."""
    read = Notice.objects.filter(application__in=registrations_visible_to(user))
    return read.select_related("signed_by", "reason_list", "application__case").prefetch_related("conditions")


@once_a_look
def recommendations_of(application: RegistrationApplication) -> list[Recommendation]:
    """Every recommendation made on it, the oldest first."""
    return _with_conditions(rows_of(recommendations_on, None, application_id=application.pk))


def recommendations_on(*, application_id: UUID) -> QuerySet[Recommendation]:
    found = Recommendation.objects.filter(application=application_id)
    return found.select_related("made_by", "sent_back_by", "reason_list")


@once_a_look
def notices_of(application: RegistrationApplication) -> list[Notice]:
    """Every notice served on it, the oldest first."""
    return _with_conditions(rows_of(notices_on, None, application_id=application.pk))


def notices_on(*, application_id: UUID) -> QuerySet[Notice]:
    found = Notice.objects.filter(application=application_id)
    return found.select_related("signed_by", "reason_list", "application__case")


def _with_conditions(found: list[Conditioned]) -> list[Conditioned]:
    prefetch_related_objects(found, "conditions")
    return found


def standing_recommendation(application: RegistrationApplication) -> Recommendation | None:
    """The one that was not sent back."""
    return next((each for each in recommendations_of(application) if each.sent_back_at is None), None)


def standing_proposal(application: RegistrationApplication) -> Notice | None:
    """The newest notice of proposal that was not withdrawn."""
    standing = [each for each in notices_of(application) if each.is_proposal and each.withdrawn_at is None]
    return standing[-1] if standing else None


def notice_of_decision(application: RegistrationApplication) -> Notice | None:
    decided = [each for each in notices_of(application) if each.kind == NoticeKind.DECISION]
    return decided[-1] if decided else None


@once_a_look
def representation_to(notice: Notice | None) -> Representation | None:
    """What the applicant said to it, if anything yet."""
    if notice is None:
        return None
    return Representation.objects.filter(notice=notice).select_related("sent_by").first()


def conditions_in_force(application: RegistrationApplication) -> list[Condition]:
    """The conditions the notice of decision put on the registration."""
    decided = notice_of_decision(application)
    return list(decided.conditions.all()) if decided else []


def open_request(application: RegistrationApplication) -> InformationRequest | None:
    found = InformationRequest.objects.filter(application=application, ended_at=None)
    return found.select_related("returned").first()


def open_appeal(application: RegistrationApplication) -> Appeal | None:
    return Appeal.objects.filter(notice__application=application, ended_at=None).first()


def appeal_against(notice: Notice) -> Appeal | None:
    """The one appeal against a notice of decision, ended or not."""
    return Appeal.objects.filter(notice=notice).first()


def pauses_since(application: RegistrationApplication, since: datetime) -> list[Pause]:
    """The days on which the assessment waited for the applicant since it was accepted (timer A)."""
    asked = InformationRequest.objects.filter(application=application, asked_at__gte=since).order_by("asked_at")
    return [
        Pause(day_in_london(each.asked_at), day_in_london(each.ended_at) if each.ended_at else None) for each in asked
    ]


@once_a_look
def signers_of_what_is_fought(application: RegistrationApplication) -> frozenset[UUID]:
    """Who signed a proposal that stands and that the applicant speaks against (R-273)."""
    if application.case.stage in BEFORE_A_NOTICE:
        return frozenset()
    standing = Notice.objects.filter(application=application, kind=NoticeKind.PROPOSAL, withdrawn_at=None)
    return frozenset(standing.filter(representations__said=Reply.AGAINST).values_list("signed_by", flat=True))


@once_a_look
def missing_key_questions(application: RegistrationApplication) -> list[str]:
    """The key questions without a record yet, by their names."""
    there = set(Assessment.objects.filter(application=application).values_list("key_question", flat=True))
    return [str(each.label) for each in KeyQuestion if each.value not in there]


def newest_reasons() -> ReasonList | None:
    """The coded reasons as they are offered now (R-285)."""
    return newest_reason_list(REASONS)


@once_a_look
def managers_to_assess(application: RegistrationApplication) -> list[ManagerApplication]:
    """Its managers, each with whether they were met and what is thought of them."""
    return rows_of(managers_on, None, application_id=application.pk)


def managers_on(*, application_id: UUID) -> QuerySet[ManagerApplication]:
    met = Exists(ManagerInterview.objects.filter(managers=OuterRef("pk")))
    managers = ManagerApplication.objects.filter(application=application_id, taken_out_at=None)
    return managers.select_related("fitness_view", "case").annotate(was_met=met).order_by("invited_at", "pk")


@once_a_look
def visits_of(application: RegistrationApplication) -> list[AssessmentVisit]:
    """Its visits, each with how many photos stand beside it."""
    return rows_of(visits_on, None, application_id=application.pk)


def visits_on(*, application_id: UUID) -> QuerySet[AssessmentVisit]:
    photos = Count("photos", filter=Q(photos__removed_at=None))
    visits = AssessmentVisit.objects.filter(case=application_id).annotate(photo_count=photos)
    return visits.select_related("lead").order_by("starts_at", "pk")
