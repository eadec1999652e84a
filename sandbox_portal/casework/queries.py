"""Questions about cases; first of all, which ones a person may see."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from sandbox_portal.people.models import User

from .heartbeats import RealNow
from .kinds import all_kinds
from .models import Case, Event, OutboxEntry

LATE = timedelta(minutes=5)


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases the person may see, by each kind's own condition on indexed columns."""
    condition = Q(pk__in=[])
    for kind in all_kinds():
        condition |= Q(kind=kind.kind) & kind.visible_to(user)
    return Case.objects.filter(condition)


def events_of(case: Case) -> QuerySet[Event]:
    """The timeline, oldest first, with the people who acted."""
    return Event.objects.filter(case=case).select_related("by").order_by("sequence")


@dataclass(frozen=True)
class OutboxStanding:
    """How many entries wait, have been waiting too long, and were given up."""

    waiting: int
    late: int
    given_up: int


def outbox_standing() -> OutboxStanding:
    """How the outbox stands now; held entries wait for a person and are not counted."""
    open_now = Q(finished_at=None, given_up_at=None, held=False)
    counts = OutboxEntry.objects.filter(finished_at=None).aggregate(
        waiting=Count("pk", filter=open_now),
        late=Count("pk", filter=open_now & Q(created_at__lt=RealNow() - LATE, due_at__lt=RealNow())),
        given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
    )
    return OutboxStanding(**counts)
