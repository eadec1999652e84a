"""What happened to accounts, teams and roles, newest first."""

from django.db.models import Q, QuerySet

from ..choices import Place, Role
from ..models import Organisation, PersonEvent, User
from .places import organisation_places, roles_of


def history_visible_to(user: User) -> QuerySet[PersonEvent]:
    """Administrators and auditors read all of it; owners their team's; everybody what was done to their account."""
    events = PersonEvent.objects.select_related("by", "person", "organisation").order_by("-pk")
    if roles_of(user) & {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR}:
        return events
    owned = [organisation for organisation, place in organisation_places(user).items() if place == Place.OWNER]
    return events.filter(Q(person=user) | Q(organisation__in=owned))


def events_of_organisation(organisation: Organisation, *, user: User) -> QuerySet[PersonEvent]:
    """What happened in the organisation's team, as far as the person may know."""
    return history_visible_to(user).filter(organisation=organisation)


def events_of_person(person: User, *, user: User) -> QuerySet[PersonEvent]:
    """What happened to somebody and their account, as far as the person may know."""
    return history_visible_to(user).filter(person=person)
