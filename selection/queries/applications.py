"""Which applications a person may see, and how much of each.

| who                                                          | name and summary | everything    | scores it     |
|--------------------------------------------------------------|------------------|---------------|---------------|
| people of the organisation that applies                      | always           | always        | never         |
| programme lead, committee member, auditor                    | once sent        | once sent     | never         |
| panel member who declared no conflict on it                  | after closing    | after closing | after closing |
| panel member who has not declared yet, in whatever function  | after closing    | never         | never         |
| anyone who declared a conflict on it, in whatever function   | never            | never         | never         |
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from programme.models import PanelMember
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration

SEES_ALL_SENT = frozenset({Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER, Role.AUDITOR})


def applications_visible_to(user: User) -> QuerySet[Application]:
    """Applications the person may open in full (table above)."""
    return Application.objects.filter(_may_open(user)).select_related("case", "round", "organisation")


def application_files_visible_to(user: User) -> QuerySet[Application]:
    """Sent applications whose whole file the person may read in their office, never those of their own organisation."""
    own = Q(organisation__in=organisation_places(user))
    files = applications_visible_to(user).filter(_is_sent()).exclude(own)
    return files.select_related("round__selection") if SEES_ALL_SENT & roles_of(user) else files.none()


def applications_listed_for(user: User) -> QuerySet[Application]:
    """Applications whose name and summary the person may see: those they may open, and those they must declare on."""
    return Application.objects.filter(_may_open(user) | _awaits_word_of(user)).select_related(
        "case", "round", "organisation"
    )


def applications_to_declare(user: User) -> QuerySet[Application]:
    """Sent applications of the person's panels on which they have not yet said whether they have an interest."""
    return Application.objects.filter(_awaits_word_of(user)).select_related("case", "round", "organisation")


def applications_scored_by(user: User) -> QuerySet[Application]:
    """Applications the person works on as a panel member: on the panel, after closing, and free of any interest."""
    return Application.objects.filter(_is_scored_by(user)).select_related("case", "round", "organisation")


def application_scored_by(user: User, application_id: UUID) -> Application | None:
    """One of them with its selection, if the person works on it."""
    return next(iter(rows_of(_one_to_score, user, application_id=application_id)), None)


def _one_to_score(user: User, *, application_id: UUID) -> QuerySet[Application]:
    return applications_scored_by(user).select_related("round__selection__case").filter(pk=application_id)


def sent_but_closed_to(user: User) -> QuerySet[Application]:
    """Sent applications that somebody who oversees selections may not open: of a panel they sit on, without their word
    that nothing ties them to it."""
    on_panel_of = PanelMember.objects.filter(user=user).values("round")
    return Application.objects.filter(~_has_declared(user, has_conflict=False), round__in=on_panel_of)


def _may_open(user: User) -> Q:
    own = Q(organisation__in=organisation_places(user))
    if SEES_ALL_SENT & roles_of(user):
        on_panel_of = PanelMember.objects.filter(user=user).values("round")
        return own | (_is_sent() & (~Q(round__in=on_panel_of) | _has_declared(user, has_conflict=False)))
    return own | _is_scored_by(user)


def _is_scored_by(user: User) -> Q:
    return _is_before_a_panel(user) & _has_declared(user, has_conflict=False)


def _awaits_word_of(user: User) -> Q:
    return _is_before_a_panel(user) & ~Q(case__stage=ApplicationStage.WITHDRAWN) & ~_has_declared(user)


def _is_before_a_panel(user: User) -> Q:
    rounds = PanelMember.objects.filter(user=user).values("round")
    return _is_sent() & Q(round__in=rounds, round__closes_at__lte=DatabaseNow())


def _is_sent() -> Q:
    return Q(submitted_at__isnull=False) & ~Q(case__stage=ApplicationStage.DRAFT)


def _has_declared(user: User, **said: bool) -> Q:
    return Q(Exists(ConflictDeclaration.objects.filter(application=OuterRef("pk"), member__user=user, **said)))


def application_by_id(application_id: UUID) -> Application | None:
    """An application for work that nobody looks at; people reach theirs through `applications_visible_to`."""
    applications = Application.objects.select_related("case__organisation", "round__selection__case", "organisation")
    return applications.filter(pk=application_id).first()


def own_applications(user: User) -> QuerySet[Application]:
    """The applications of the person's own organisations, the newest on top."""
    own = Application.objects.filter(organisation__in=organisation_places(user))
    return own.select_related("case", "round__selection__case", "organisation").order_by("-case__opened_at")


def own_application(user: User, application_id: UUID) -> Application | None:
    """One of them, with `read_at`, the moment it was read by the database's clock."""
    return next(iter(rows_of(_own, user, application_id=application_id)), None)


def _own(user: User, *, application_id: UUID) -> QuerySet[Application]:
    return own_applications(user).filter(pk=application_id).annotate(read_at=DatabaseNow())
