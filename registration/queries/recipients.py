"""Whom the reminders of registration are for, and which drafts the clock looks at each night."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from sandbox_portal.people.choices import WRITERS, Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of

from ..choices import UNDECLARED, ChangeStage, RegistrationStage
from ..models import ManagerApplication, RegistrationApplication
from .applications import registration_by_id


def open_drafts() -> Iterator[tuple[RegistrationApplication, datetime]]:
    """Every draft, with the moment of its last change: an answer, or else its beginning."""
    drafts = RegistrationApplication.objects.filter(case__stage=RegistrationStage.DRAFT).select_related("case")
    for draft in drafts.annotate(answered=Max("case__responses__answers__answered_at")).order_by("pk"):
        answered: datetime | None = draft.answered
        yield draft, max(draft.case.stage_since, answered) if answered else draft.case.stage_since


def drafts_with_undeclared_managers() -> QuerySet[RegistrationApplication]:
    """Drafts in which the part of a manager is not declared."""
    waiting = ManagerApplication.objects.filter(
        application=OuterRef("pk"), taken_out_at=None, case__stage__in=UNDECLARED
    )
    drafts = RegistrationApplication.objects.filter(Exists(waiting), case__stage=RegistrationStage.DRAFT)
    return drafts.select_related("case").order_by("pk")


def writers_of_draft(application_id: UUID) -> list[User]:
    """Those who write for the organisation, while its application is a draft."""
    application = registration_by_id(application_id)
    if application is None or application.case.stage != RegistrationStage.DRAFT:
        return []
    return list(people_of(application.organisation, *WRITERS))


def undeclared_managers(application_id: UUID) -> list[ManagerApplication]:
    """Managers whose part is waited for."""
    managers = ManagerApplication.objects.filter(
        application=application_id, taken_out_at=None, case__stage__in=UNDECLARED
    )
    return list(managers.select_related("case", "organisation"))


def manager_before_sending(case_id: UUID) -> list[ManagerApplication]:
    """The manager whose own part this case is, while the application or change it belongs to is a draft."""
    draft = Q(application__case__stage=RegistrationStage.DRAFT) | Q(change__case__stage=ChangeStage.DRAFT)
    return list(ManagerApplication.objects.filter(draft, pk=case_id, taken_out_at=None))


def those_who_check(application_id: UUID) -> list[User]:
    """Whoever has the case, or all inspectors when nobody has; and the managers of registration."""
    application = registration_by_id(application_id)
    if application is None:
        return []
    owner = application.case.owner
    inspectors = [owner] if owner is not None else list(holders_of(Role.REGISTRATION_INSPECTOR))
    return [*inspectors, *holders_of(Role.REGISTRATION_MANAGER)]
