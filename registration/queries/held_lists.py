"""Lists of registrations and of services on trial, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from sandbox_portal.register.definitions import service_kinds
from sandbox_portal.register.models import Service
from sandbox_portal.register.queries import kind_label

from ..models import Conversion, Registration
from .held import TRIAL


def find_registrations(
    found: QuerySet[Registration], *, words: str = "", state: str = "", trial: bool = False
) -> QuerySet[Registration]:
    """Those that match, by the name of the organisation; each with its open services at hand."""
    if words:
        found = found.filter(Q(case__reference__istartswith=words) | Q(organisation__name__istartswith=words))
    if state:
        found = found.filter(case__stage=state)
    if trial:
        found = found.filter(pk__in=Registration.objects.filter(_on_trial("services__")).values("pk"))
    shown = Prefetch("services", Service.objects.filter(closed_at=None).defer("words").order_by("name"))
    return found.prefetch_related(shown).order_by("organisation__name", "pk")


@dataclass(frozen=True)
class HeldRow:
    """A registration in a list, with what each of its open services is; the name only where it has one of its own."""

    registration: Registration
    services: tuple[str, ...]


def in_words(found: Iterable[Registration]) -> list[HeldRow]:
    return [HeldRow(each, tuple(_service_in_words(each, service) for service in each.services.all())) for each in found]


def _service_in_words(registration: Registration, service: Service) -> str:
    kind = kind_label(service.kind)
    return kind if service.name == registration.organisation.name else f"{service.name}: {kind}"


@dataclass(frozen=True)
class TrialRow:
    """A service on trial with its registration and what is planned for it."""

    registration: Registration
    service: Service
    kind: str
    conversion: Conversion | None


def services_on_trial(held: QuerySet[Registration], *, after: str, count: int) -> tuple[list[TrialRow], str]:
    """A page of open services on trial by name, and the mark of the next page."""
    ties = Registration.services.through.objects.filter(_on_trial("service__"), registration__in=held)
    ties = ties.filter(_beyond(after, "service__name", "service")).select_related("service")
    found = list(ties.order_by("service__name", "service")[: count + 1])
    shown, more = found[:count], len(found) > count
    by_id = held.in_bulk([tie.registration_id for tie in shown])
    plans = {each.service_id: each for each in Conversion.objects.filter(service__in=[tie.service_id for tie in shown])}
    rows = [
        TrialRow(by_id[tie.registration_id], tie.service, kind_label(tie.service.kind), plans.get(tie.service_id))
        for tie in shown
    ]
    return rows, f"{shown[-1].service_id}~{shown[-1].service.name}" if more else ""


def mark_of(registration: Registration) -> str:
    return f"{registration.pk}~{registration.organisation.name}"


def beyond(mark: str) -> Q:
    """Registrations after the mark of a page; a mark that is none is the beginning."""
    return _beyond(mark, "organisation__name", "pk")


def name_beyond(mark: str) -> Q:
    """Rows with a name of their own after the mark of a page."""
    return _beyond(mark, "name", "pk")


def _beyond(mark: str, name_field: str, key_field: str) -> Q:
    key, _tilde, name = mark.partition("~")
    try:
        return Q(**{f"{name_field}__gt": name}) | Q(**{name_field: name, f"{key_field}__gt": UUID(key)})
    except ValueError:
        return Q()


def _on_trial(path: str) -> Q:
    trials = [kind.code for kind in service_kinds().values() if kind.status == TRIAL]
    return Q(**{f"{path}kind__in": trials, f"{path}closed_at": None})
