"""Questions about cases; first of all, which ones a person may see."""

from django.db.models import Q, QuerySet

from sandbox_portal.people.models import User

from .kinds import all_kinds
from .models import Case, Event


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases the person may see, by each kind's own condition on indexed columns."""
    condition = Q(pk__in=[])
    for kind in all_kinds():
        condition |= Q(kind=kind.kind) & kind.visible_to(user)
    return Case.objects.filter(condition)


def events_of(case: Case) -> QuerySet[Event]:
    """The timeline, oldest first, with the people who acted."""
    return Event.objects.filter(case=case).select_related("by").order_by("sequence")
