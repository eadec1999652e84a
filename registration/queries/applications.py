"""Which applications to register a person may see (A.3).

| who                                                     | the application       | a manager's own part            |
|---------------------------------------------------------|-----------------------|---------------------------------|
| people of the organisation that applies                 | always                | that it is there, and its stage |
| the manager                                             | as their place lets   | always                          |
| registration inspector, registration manager            | once sent             | once sent with the application  |
| programme lead, inspector, inspection manager, auditor  | once sent, to look at | once sent, to look at           |
| the member of staff who types it in                     | always                | –                               |
"""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.models import Assistance, Case
from sandbox_portal.people.choices import WRITERS, Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import WITH_US, ManagerStage
from ..models import Attempt, ManagerApplication, Registration, RegistrationApplication, Shortcoming

SEES_SENT = frozenset(
    {
        Role.REGISTRATION_INSPECTOR,
        Role.REGISTRATION_MANAGER,
        Role.PROGRAMME_LEAD,
        Role.INSPECTOR,
        Role.INSPECTION_MANAGER,
        Role.AUDITOR,
    }
)
REGISTRATION_TEAM = frozenset({Role.REGISTRATION_INSPECTOR, Role.REGISTRATION_MANAGER})


def registrations_visible_to(user: User) -> QuerySet[RegistrationApplication]:
    """Applications the person may open (table above)."""
    mine = Q(organisation__in=organisation_places(user)) | Q(typed_in_by=user.pk)
    seen = mine | _was_sent("") if SEES_SENT & roles_of(user) else mine
    return RegistrationApplication.objects.filter(seen).select_related("case", "organisation", "inspector")


def typed_for(application: RegistrationApplication, user: User) -> bool:
    """Has the person typed for the applicant: the whole paper, or answers of it or of a manager's part (R35)?"""
    return user.pk in typists_of(application)


@once_a_look
def typists_of(application: RegistrationApplication) -> set[UUID]:
    """Everybody of ours who typed for the applicant, in the application or in a manager's part."""
    parts = Q(case=application.pk) | Q(case__manager_application__application=application.pk)
    typists = set(Assistance.objects.filter(parts).values_list("typist", flat=True))
    return typists | {application.typed_in_by_id} if application.typed_in_by_id else typists


def registration_cases_of(user: User) -> Q:
    """The same as a condition on cases, which lists use."""
    mine = Q(organisation__in=organisation_places(user)) | Q(registration_application__typed_in_by=user.pk)
    return mine | _was_sent("registration_application__") if SEES_SENT & roles_of(user) else mine


def manager_applications_visible_to(user: User) -> QuerySet[ManagerApplication]:
    """Managers' own applications that the person may open: their own, and once sent those of others for staff."""
    mine = Q(person=user.pk) | Q(person=None, email__iexact=user.email)
    seen = mine | _is_with_us("case__") if SEES_SENT & roles_of(user) else mine
    return ManagerApplication.objects.filter(seen).select_related(
        "case", "organisation", "application__case", "change__case"
    )


def may_read_part(user: User, manager: ManagerApplication) -> bool:
    """Whether the person reads what a manager wrote as one of ours: once it was sent."""
    return manager.case.stage in WITH_US and bool(SEES_SENT & roles_of(user))


def manager_cases_of(user: User) -> Q:
    """The same as a condition on cases, which lists use."""
    own = Q(manager_application__person=user.pk)
    asked = Q(manager_application__person=None, manager_application__email__iexact=user.email)
    return own | asked | _is_with_us("") if SEES_SENT & roles_of(user) else own | asked


def managers_named_for(user: User) -> QuerySet[ManagerApplication]:
    """The managers of applications the person may open: who they are and how far, never what they wrote."""
    return ManagerApplication.objects.filter(
        application__in=registrations_visible_to(user), taken_out_at=None
    ).select_related("case", "application__case")


def attempts_visible_to(user: User) -> QuerySet[Attempt]:
    """How often an application was sent, and how it came back."""
    return Attempt.objects.filter(application__in=registrations_visible_to(user)).select_related("returned_by")


@once_a_look
def attempts_of(application: RegistrationApplication) -> list[Any]:
    """Every attempt, the first on top, each with how many things are listed as missing in it (`things_listed`)."""
    attempts = Attempt.objects.filter(application=application).select_related("returned_by")
    found = list(attempts.annotate(things_listed=Count("shortcomings")).order_by("number"))
    for each in found:
        each.application = application
    return found


def shortcomings_visible_to(user: User) -> QuerySet[Shortcoming]:
    """What was missing: for staff as it is written, for the organisation once the application has come back."""
    listed = Shortcoming.objects.filter(attempt__in=attempts_visible_to(user)).select_related("manager", "attempt")
    if REGISTRATION_TEAM & roles_of(user):
        own = Q(attempt__application__organisation__in=organisation_places(user), attempt__returned_at=None)
        return listed.exclude(own)
    return listed.filter(attempt__returned_at__isnull=False)


def registration_by_id(application_id: UUID) -> RegistrationApplication | None:
    """An application for work that nobody looks at; people reach theirs through `registrations_visible_to`."""
    applications = RegistrationApplication.objects.select_related("case__organisation", "organisation", "inspector")
    return applications.filter(pk=application_id).first()


def parts_waiting_for(user: User) -> QuerySet[ManagerApplication]:
    """Parts as a registered manager that the person was asked for and has not finished, or that came back."""
    mine = Q(person=user.pk) | Q(person=None, email__iexact=user.email)
    waiting = ManagerApplication.objects.filter(mine, taken_out_at=None, case__closed_at=None)
    return waiting.exclude(case__stage=ManagerStage.SENT).select_related("case", "organisation").order_by("invited_at")


def application_in(case: Case) -> RegistrationApplication:
    """The application whose case this is, read at most once per case object."""
    return case.registration_application


def manager_in(case: Case) -> ManagerApplication:
    """The manager's own application whose case this is."""
    return case.manager_application


def managers_of(application: RegistrationApplication) -> list[ManagerApplication]:
    """The managers that belong to it now, in the order in which they were asked."""
    return list(application.managers.filter(taken_out_at=None).select_related("case", "person"))


def live_application_of(organisation: Organisation) -> RegistrationApplication | None:
    """The organisation's application that is not over: there is one at a time."""
    live = RegistrationApplication.objects.filter(organisation=organisation, case__closed_at=None)
    return live.select_related("case", "organisation").order_by("case__opened_at").first()


def unregistered_organisations(user: User) -> QuerySet[Organisation]:
    """Those for which the person writes and whose registration does not stand: none was granted, or it has ended."""
    written_for = [pk for pk, place in organisation_places(user).items() if place in WRITERS]
    standing = Registration.objects.filter(organisation=OuterRef("pk"), case__closed_at=None)
    return Organisation.objects.filter(~Exists(standing), pk__in=written_for).order_by("name", "pk")


def organisation_called(name: str) -> Organisation | None:
    """The one organisation with exactly this name, for staff who type in what came on paper; None for several."""
    found = list(Organisation.objects.filter(name__iexact=name.strip())[:2])
    return found[0] if len(found) == 1 else None


def own_registrations(user: User) -> QuerySet[RegistrationApplication]:
    """The applications of the person's own organisations, the newest on top."""
    own = RegistrationApplication.objects.filter(organisation__in=organisation_places(user))
    return own.select_related("case", "organisation").order_by("-case__opened_at", "pk")


def _was_sent(path: str) -> Q:
    """Sent at least once: a draft that came back stays to be seen by those who returned it."""
    return Q(**{f"{path}sent_at__isnull": False})


def _is_with_us(path: str) -> Q:
    """A manager's part is read by staff from sending on, and not while it is written anew."""
    stages: Any = WITH_US
    return Q(**{f"{path}stage__in": stages, f"{path}kind": "registration_manager"})
