"""Who looked at whose data, and who may read of it (F10).

| Reader            | Sees                                                                                       |
|-------------------|--------------------------------------------------------------------------------------------|
| auditor           | every look, by name                                                                        |
| everybody         | looks at their own account, and at their organisation's cases once those are closed,       |
|                   | by the role that looked; while a case is open, who reads it would tell how it stands       |
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..models import AccessRecord
from ..working_days import LONDON

KEPT = timedelta(days=730)


@dataclass(frozen=True)
class WantedLooks:
    """What a list of looks is narrowed to; empty for all."""

    who: str = ""
    about: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None


def looks_visible_to(user: User) -> QuerySet[AccessRecord]:
    """Looks this person may read of, as the table above says, the newest first."""
    looks = AccessRecord.objects.order_by("-pk")
    if Role.AUDITOR in roles_of(user):
        return looks
    return looks.filter(_own(user))


def looks_at_own(user: User) -> QuerySet[AccessRecord]:
    """Looks at the person's own account and organisations, whatever else they may read."""
    return AccessRecord.objects.filter(_own(user)).exclude(by=user).order_by("-pk")


def _own(user: User) -> Q:
    ended = Q(organisation__in=organisation_places(user), case__closed_at__isnull=False)
    return Q(person=user) | ended


def looks_wanted(looks: QuerySet[AccessRecord], wanted: WantedLooks) -> QuerySet[AccessRecord]:
    """Narrow a list of looks."""
    if wanted.who:
        looks = looks.filter(by__name__icontains=wanted.who)
    if wanted.about:
        about = Q(organisation__name__icontains=wanted.about) | Q(person__name__icontains=wanted.about)
        looks = looks.filter(about | Q(case__reference__iexact=wanted.about))
    if wanted.what:
        looks = looks.filter(what=wanted.what)
    if wanted.since:
        looks = looks.filter(at__gte=datetime.combine(wanted.since, time(), LONDON))
    if wanted.until:
        looks = looks.filter(at__lt=datetime.combine(wanted.until + timedelta(days=1), time(), LONDON))
    return looks


def with_names(looks: QuerySet[AccessRecord]) -> QuerySet[AccessRecord]:
    """The same, with everybody they name read along."""
    return looks.select_related("by", "case", "organisation", "person").defer("case__words")
