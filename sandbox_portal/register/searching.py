"""How services of the register are found: there on a day, by name, place and kind, by status, and what may be meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramWordDistance
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from sandbox_portal.casework.working_days import LONDON, end_of_day

from .alike import is_alike, likeness
from .choices import WHOLE, Scheme
from .definitions import ended_statuses
from .models import Service, StatusEntry
from .places import Place, place_of

MOST_WORDS = 8
LOOKS = (60, 600)
LOOKED_AT, OFFERED = 30, 5


def open_now(services: QuerySet[Service]) -> QuerySet[Service]:
    """Those of the services that nobody has closed."""
    return services.filter(closed_at=None)


def open_on(services: QuerySet[Service], entries: QuerySet[StatusEntry], day: date) -> QuerySet[Service]:
    """Those of the services that were there at the end of a day, closed since or not (R42).

    A service begins when it is entered, or on an earlier day from which one of its entries tells. It ends on the day
    on which its registration did, which may be told late or ahead; on the day it was closed where it had none.
    """
    own = entries.filter(_uncorrected(), service=OuterRef("pk")).exclude(status="")
    ends = own.filter(scheme=Scheme.REGISTRATION, part=WHOLE, status__in=ended_statuses(Scheme.REGISTRATION))
    ended = ends.order_by("-from_day", "-recorded_at").values("from_day")[:1]
    ends_on = Coalesce(Subquery(ended), TruncDate("closed_at", tzinfo=LONDON))
    # One day, and no Exists: for that PostgreSQL would read every entry of the register before the first of a page.
    told_from = Subquery(own.filter(from_day__lte=day).values("from_day")[:1])
    has_begun = Q(opened_at__lte=end_of_day(day)) | Q(told_from__lte=day)
    return services.alias(ends_on=ends_on, told_from=told_from).filter(
        Q(closed_at=None) | Q(ends_on__gt=day), has_begun
    )


def _uncorrected() -> Any:
    return ~Exists(StatusEntry.objects.filter(corrects=OuterRef("pk")))


def search_services(
    services: QuerySet[Service], *, words: str = "", kind: str = "", place: str = ""
) -> QuerySet[Service]:
    """The services that match, by name; by postcode the nearest first: the same postcode, its district, its area.

    Names and towns are found by how their words begin. Nearness is no distance: the next area may be across the road.
    """
    found = services.filter(kind=kind) if kind else services
    if words:
        found = _worded(found, words)
    where = place_of(place)
    if where.area:
        near = found.filter(postcode__regex=f"^{where.area}[0-9]").annotate(nearness=_nearness(where))
        return near.order_by("nearness", "name", "pk")
    if where.text:
        found = found.filter(town__istartswith=where.text)
    return found.order_by("name", "pk")


def closed_by_name(services: QuerySet[Service], words: str, *, by_day: date, found: Iterable[Service]) -> list[Service]:
    """The services of that name that are there no more, the newest closed first: nobody takes them for never known."""
    if not words:
        return []
    closed = services.filter(closed_at__lte=end_of_day(by_day)).exclude(pk__in=[each.pk for each in found])
    return list(search_services(closed, words=words).order_by("-closed_at", "pk")[:OFFERED])


def _nearness(where: Place) -> Case:
    same = [When(postcode=where.whole, then=Value(0))] if where.whole else []
    district = When(Q(postcode=where.district) | Q(postcode__startswith=f"{where.district} "), then=Value(1))
    return Case(*same, district, default=Value(2), output_field=IntegerField())


def _worded(services: QuerySet[Service], text: str) -> QuerySet[Service]:
    parts = re.findall(r"\w+", text)[:MOST_WORDS]
    if not parts:
        return services
    query = SearchQuery(" & ".join(f"{part}:*" for part in parts), config="simple", search_type="raw")
    return services.filter(words=query)


@dataclass(frozen=True)
class Meant:
    """What somebody may have meant who found little: services with a name like that, towns with a name like that."""

    services: tuple[Service, ...] = ()
    towns: tuple[str, ...] = ()


def meant_by(services: QuerySet[Service], *, words: str, town: str, found: Iterable[Service]) -> Meant:
    """Of these services those that are written nearly like what was typed, beside those found; one query.

    Two indexes give the nearest by the groups of three letters they share, and what is not alike after all is left out.
    """
    nearest = [
        services.order_by(TrigramWordDistance(typed, field))[:LOOKED_AT]
        for field, typed in (("name", words), ("town", town))
        if typed
    ]
    if not nearest:
        return Meant()
    candidates = list(nearest[0].union(*nearest[1:], all=True) if nearest[1:] else nearest[0])
    known = {each.pk for each in found}
    named = {each.pk: each for each in candidates if each.pk not in known and is_alike(words, each.name)}
    towns = {each.town for each in candidates if is_alike(town, each.town) and not _begins(each.town, town)}
    return Meant(
        tuple(sorted(named.values(), key=lambda each: (-likeness(words, each.name), each.name, each.pk))[:OFFERED]),
        tuple(sorted(towns, key=lambda each: (-likeness(town, each), each))[:OFFERED]),
    )


def _begins(town: str, typed: str) -> bool:
    """Whether the search has looked in this town already."""
    return town.casefold().startswith(typed.casefold())


@dataclass(frozen=True)
class Wanted:
    """A status of the whole service, to be in force on a day."""

    scheme: str
    status: str
    day: date


def with_status(services: QuerySet[Service], entries: QuerySet[StatusEntry], wanted: Wanted) -> QuerySet[Service]:
    """Those of the services that have this status in force on the day."""
    return _candidates(services, entries, wanted).filter(status_then=wanted.status)


def first_with_status(
    services: QuerySet[Service], entries: QuerySet[StatusEntry], wanted: Wanted, count: int
) -> list[Service]:
    """The first `count` of them, in the order of the services.

    Nearly everybody who ever had a status has it still, so that a few more than wanted are looked at one by one. All
    are asked at once only where the first few show that it was lost by most.
    """
    candidates = _candidates(services, entries, wanted)
    for look in LOOKS:
        rows = list(candidates[:look])
        having = [each for each in rows if each.status_then == wanted.status]
        if len(having) >= count or len(rows) < look:
            return having[:count]
    return list(candidates.filter(status_then=wanted.status)[:count])


def _candidates(services: QuerySet[Service], entries: QuerySet[StatusEntry], wanted: Wanted) -> Any:
    """Those of the services that ever had it, which an index finds however few, with the status they have then."""
    of_whole = {"scheme": wanted.scheme, "part": "", "from_day__lte": wanted.day}
    newest = (
        entries.filter(service=OuterRef("pk"), **of_whole)
        .exclude(status="")
        .filter(_uncorrected())
        .order_by("-from_day", "-recorded_at")
        .values("status")[:1]
    )
    ever = StatusEntry.objects.filter(status=wanted.status, **of_whole).values("service")
    return services.filter(pk__in=ever).annotate(status_then=newest)
