"""Which services and statuses a person may see, what a service is on a day, and what was ever written down."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from .definitions import Status, part_label, schemes, service_kinds, status_of
from .models import Edition, Particulars, Service, StatusEntry

AT_ONCE = 30
NOBODYS = [UUID(int=number) for number in range(AT_ONCE)]

Found = TypeVar("Found", bound=Model)


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


def particulars_visible_to(user: Any) -> QuerySet[Particulars]:
    """Public particulars of listed services for anybody; one's own organisation's and, for staff, all of them too."""
    public = Q(is_public=True, service__is_listed=True)
    if not user.is_authenticated:
        return Particulars.objects.filter(public)
    if roles_of(user):
        return Particulars.objects.all()
    return Particulars.objects.filter(public | Q(service__organisation__in=organisation_places(user)))


def particulars_as_at(particulars: QuerySet[Particulars], day: date) -> QuerySet[Particulars]:
    """Of these particulars the ones in force on a day: the newest of each service."""
    return particulars.filter(from_day__lte=day).order_by("service", "-from_day", "-recorded_at").distinct("service")


def trial_rounds(user: Any, services: Sequence[Service], day: date) -> dict[UUID, str]:
    """The round whose trial type of service it is, for each of these that is registered under one on the day."""
    told = _asked_of(services, user, _particulars_then, day)
    return {each.service_id: each.trial_round for each in told if each.trial_round}


def _particulars_then(user: Any, day: date, services: Iterable[UUID]) -> QuerySet[Particulars]:
    told = particulars_visible_to(user).filter(service__in=services)
    return particulars_as_at(told, day).only("service", "trial_round")


def entries_then(user: Any, services: Sequence[Service], day: date) -> list[StatusEntry]:
    """What these services are on a day, as far as the person may see it."""
    return _asked_of(services, user, _entries_then, day)


def _entries_then(user: Any, day: date, services: Iterable[UUID]) -> QuerySet[StatusEntry]:
    return statuses_as_at(entries_visible_to(user).filter(service__in=services), day)


def _asked_of(services: Sequence[Service], user: Any, build: Callable[..., QuerySet[Found]], day: date) -> list[Found]:
    """Ask about the services of a page. For somebody without an account the question is prepared: it is asked most."""
    ids = [each.pk for each in services]
    if user.is_authenticated or not 0 < len(ids) <= AT_ONCE:
        return list(build(user, day, ids))
    # A page that is not full names ids that are nobody's beside its own: so there is one question for all pages.
    named = {f"service_{number}": pk for number, pk in enumerate(ids + NOBODYS[len(ids) :])}
    return rows_of(_of_anybody, None, build, day=day, **named)


def _of_anybody(build: Callable[..., QuerySet[Found]], *, day: date, **services: UUID) -> QuerySet[Found]:
    return build(AnonymousUser(), day, list(services.values()))


def edition_now() -> int:
    """The number of the register as it is; it grows with every change."""
    return Edition.objects.values_list("number", flat=True).first() or 0


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
