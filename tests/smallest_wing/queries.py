"""Whose requests a person may see: their organisation's; and, once sent, everybody's for those who decide or audit."""

from django.db.models import Q, QuerySet

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from .choices import RequestStage
from .models import ListRequest

READERS = frozenset({Role.PROGRAMME_LEAD, Role.AUDITOR})


def visible_cases(user: User) -> Q:
    """The condition on Case rows."""
    own = Q(organisation__in=organisation_places(user))
    return own | ~Q(stage=RequestStage.DRAFT) if READERS & roles_of(user) else own


def list_requests_visible_to(user: User) -> QuerySet[ListRequest]:
    own = Q(organisation__in=organisation_places(user))
    seen = own | ~Q(case__stage=RequestStage.DRAFT) if READERS & roles_of(user) else own
    return ListRequest.objects.filter(seen).select_related("case", "organisation")


def request_of(case_id: object) -> ListRequest:
    return ListRequest.objects.select_related("case", "organisation").get(pk=case_id)
