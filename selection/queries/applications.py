"""Which applications a person may see, and how much of each.

| who                                                  | name and summary | everything |
|------------------------------------------------------|------------------|------------|
| people of the organisation that applies              | always           | always     |
| programme lead, committee member, auditor            | once sent        | once sent  |
| panel member who declared no conflict on it          | after closing    | after closing |
| panel member who has not declared yet                | after closing    | never      |
| anyone who declared a conflict on it, in any function | never            | never      |
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from programme.models import PanelMember
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration

SEES_ALL_SENT = frozenset({Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER, Role.AUDITOR})


def applications_visible_to(user: User) -> QuerySet[Application]:
    """Applications the person may open in full (table above)."""
    return Application.objects.filter(_may_open(user)).select_related("case", "round", "organisation")


def applications_listed_for(user: User) -> QuerySet[Application]:
    """Applications whose name and summary the person may see: those they may open, and those they must declare on."""
    return Application.objects.filter(_may_open(user) | _awaits_word_of(user)).select_related(
        "case", "round", "organisation"
    )


def applications_to_declare(user: User) -> QuerySet[Application]:
    """Sent applications of the person's panels on which they have not yet said whether they have an interest."""
    return Application.objects.filter(_awaits_word_of(user)).select_related("case", "round", "organisation")


def _may_open(user: User) -> Q:
    own = Q(organisation__in=organisation_places(user))
    if SEES_ALL_SENT & roles_of(user):
        return own | (_is_sent() & ~_is_conflicted(user))
    declared_free = Exists(
        ConflictDeclaration.objects.filter(application=OuterRef("pk"), member__user=user, has_conflict=False)
    )
    return own | (_is_before_a_panel(user) & Q(declared_free))


def _awaits_word_of(user: User) -> Q:
    declared = Exists(ConflictDeclaration.objects.filter(application=OuterRef("pk"), member__user=user))
    return _is_before_a_panel(user) & ~Q(declared)


def _is_before_a_panel(user: User) -> Q:
    rounds = PanelMember.objects.filter(user=user).values("round")
    return _is_sent() & Q(round__in=rounds, round__closes_at__lte=Now())


def _is_sent() -> Q:
    return Q(submitted_at__isnull=False) & ~Q(case__stage=ApplicationStage.DRAFT)


def _is_conflicted(user: User) -> Q:
    return Q(
        Exists(ConflictDeclaration.objects.filter(application=OuterRef("pk"), member__user=user, has_conflict=True))
    )
