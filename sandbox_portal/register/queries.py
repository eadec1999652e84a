"""Which services and statuses a person may see, what a service is on a day, and what was ever written down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from .definitions import Status, part_label, schemes, service_kinds, status_of
from .models import Service, StatusEntry

MOST_WORDS = 8
WHOLE_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


@dataclass(frozen=True)
class StatusShown:
    """One status as pages and files tell it."""

    scheme: str
    part: str
    label: str
    status: Status
    from_day: date
    reason: str
    conditions: tuple[str, ...]
    entry: StatusEntry

    @property
    def scheme_label(self) -> str:
        return schemes()[self.scheme].label


def services_visible_to(user: Any) -> QuerySet[Service]:
    """Listed services for anybody; one's own organisation's and, for staff, all of them too."""
    listed = Service.objects.defer("words")
    if not user.is_authenticated:
        return listed.filter(is_listed=True)
    if roles_of(user):
        return listed.all()
    return listed.filter(Q(is_listed=True) | Q(organisation__in=organisation_places(user)))


def entries_visible_to(user: Any) -> QuerySet[StatusEntry]:
    """Public entries of listed services for anybody; one's own organisation's and, for staff, all of them too."""
    public = Q(is_public=True, service__is_listed=True)
    if not user.is_authenticated:
        return StatusEntry.objects.filter(public)
    if roles_of(user):
        return StatusEntry.objects.all()
    return StatusEntry.objects.filter(public | Q(service__organisation__in=organisation_places(user)))


def statuses_as_at(
    entries: QuerySet[StatusEntry], day: date, *, known_at: datetime | None = None
) -> QuerySet[StatusEntry]:
    """Of these entries the ones in force on a day: the newest of each service, scheme and part that nobody corrected.

    With `known_at`, as the register stood at that moment: later entries and later corrections count for nothing.
    """
    later = StatusEntry.objects.filter(corrects=OuterRef("pk"))
    if known_at is not None:
        entries = entries.filter(recorded_at__lte=known_at)
        later = later.filter(recorded_at__lte=known_at)
    return (
        entries.filter(~Exists(later), from_day__lte=day)
        .exclude(status="")
        .order_by("service", "scheme", "part", "-from_day", "-recorded_at")
        .distinct("service", "scheme", "part")
    )


def search_services(
    services: QuerySet[Service], *, words: str = "", kind: str = "", place: str = "", open_only: bool = True
) -> QuerySet[Service]:
    """The services that match: names and towns by how their words begin, a place by town or postcode."""
    found = services.filter(closed_at=None) if open_only else services
    if kind:
        found = found.filter(kind=kind)
    place = with_space(place)
    for text in (words, place):
        parts = re.findall(r"\w+", text)[:MOST_WORDS]
        if parts:
            query = SearchQuery(" & ".join(f"{part}:*" for part in parts), config="simple", search_type="raw")
            found = found.filter(words=query)
    if place:
        found = found.filter(Q(town__istartswith=place) | Q(postcode__startswith=place.upper()))
    return found


def with_space(place: str) -> str:
    """A town as it was typed; a whole postcode with the one space that belongs into it."""
    tidy = " ".join(place.split())
    whole = WHOLE_POSTCODE.fullmatch(tidy.replace(" ", "").upper())
    return f"{whole[1]} {whole[2]}" if whole else tidy


def with_status(
    services: QuerySet[Service], entries: QuerySet[StatusEntry], *, scheme: str, status: str, day: date
) -> QuerySet[Service]:
    """Those of the services that have this status (of the whole) in force on the day."""
    here = entries.filter(service=OuterRef("pk"), scheme=scheme, part="", from_day__lte=day).exclude(status="")
    newest = (
        here.filter(~Exists(StatusEntry.objects.filter(corrects=OuterRef("pk"))))
        .order_by("-from_day", "-recorded_at")
        .values("status")[:1]
    )
    return services.alias(status_then=newest).filter(status_then=status)


def shown_by_service(entries: Iterable[StatusEntry]) -> dict[UUID, list[StatusShown]]:
    """The entries in the order of the schemes and their parts, for each service."""
    order = {
        (code, part): (place, number)
        for place, (code, scheme) in enumerate(schemes().items())
        for number, part in enumerate(["", *(each.code for each in scheme.parts)])
    }
    found: dict[UUID, list[StatusShown]] = {}
    for entry in entries:
        found.setdefault(entry.service_id, []).append(shown(entry))
    for each in found.values():
        each.sort(key=lambda status: order[status.scheme, status.part])
    return found


def shown(entry: StatusEntry) -> StatusShown:
    """One entry with the words of the content."""
    return StatusShown(
        scheme=entry.scheme,
        part=entry.part,
        label=part_label(entry.scheme, entry.part),
        status=status_of(entry.scheme, entry.status),
        from_day=entry.from_day,
        reason=entry.reason,
        conditions=tuple(entry.conditions),
        entry=entry,
    )


def kind_label(code: str) -> str:
    """The words of a kind of service; the code itself when the content no longer knows it."""
    kind = service_kinds().get(code)
    return kind.label if kind else code


def services_of(user: User) -> QuerySet[Service]:
    """The open services of the organisations the person belongs to."""
    return Service.objects.filter(organisation__in=organisation_places(user), closed_at=None).defer("words")
