"""How the outbox stands, and what in it needs a person."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet

from ..heartbeats import RealNow
from ..models import OutboxEntry

LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class OutboxStanding:
    """How many entries wait, have been waiting too long, and were given up."""

    waiting: int
    late: int
    given_up: int


def _to_do() -> Q:
    return Q(finished_at=None, given_up_at=None, held=False)


def _late() -> Q:
    return _to_do() & Q(due_at__lt=RealNow(), created_at__lt=RealNow() - LATE)


def outbox_standing() -> OutboxStanding:
    """How the outbox stands now; held entries wait for a person's decision and are not counted."""
    counts = OutboxEntry.objects.filter(finished_at=None).aggregate(
        waiting=Count("pk", filter=_to_do()),
        late=Count("pk", filter=_late()),
        given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
    )
    return OutboxStanding(**counts)


def entries_to_look_after() -> QuerySet[OutboxEntry]:
    """Entries that were given up, wait for another attempt, or are late; the worst first, without their words."""
    failing = _to_do() & ~Q(last_error="")
    return (
        OutboxEntry.objects.filter(Q(finished_at=None) & (Q(given_up_at__isnull=False) | failing | _late()))
        .defer("payload")
        .order_by(F("given_up_at").desc(nulls_last=True), "due_at", "pk")
    )
