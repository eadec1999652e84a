"""A service as pages, sheets and data tell it: its facts, what it is on a day, and everything that was written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from .definitions import part_label, schemes, status_of
from .models import Service, StatusEntry
from .queries import StatusShown, kind_label, shown_by_service, statuses_as_at

HEADINGS = ("service", "organisation", "kind", "town", "postcode", "scheme", "part", "status", "since", "page")
AT_ONCE = 500


@dataclass(frozen=True)
class HistoryRow:
    """One entry as the history tells it; an entry that was corrected is still there, and says so."""

    label: str
    words: str
    colour: str
    entry: StatusEntry
    corrected_by: StatusEntry | None

    @property
    def is_struck_out(self) -> bool:
        return not self.entry.status


def history_of(service: Service, entries: QuerySet[StatusEntry]) -> list[HistoryRow]:
    """Every entry of the service that is among `entries`, the newest day first."""
    found = list(entries.filter(service=service).select_related("corrects").order_by("-from_day", "-recorded_at"))
    corrected = {entry.corrects_id: entry for entry in found if entry.corrects_id}
    return [_row(entry, corrected.get(entry.pk)) for entry in found]


def _row(entry: StatusEntry, corrected_by: StatusEntry | None) -> HistoryRow:
    status = status_of(entry.scheme, entry.status) if entry.status else None
    return HistoryRow(
        label=part_label(entry.scheme, entry.part),
        words=status.label if status else "",
        colour=status.colour if status else "grey",
        entry=entry,
        corrected_by=corrected_by,
    )


def service_as_data(service: Service, entries: QuerySet[StatusEntry], *, day: date, address: str) -> dict[str, Any]:
    """One service for programs: the same words and days as its page (R-915)."""
    own = entries.filter(service=service)
    now = shown_by_service(statuses_as_at(own, day)).get(service.pk, [])
    return {
        "service": service.name,
        "organisation": service.organisation_name,
        "kind": {"code": service.kind, "label": kind_label(service.kind)},
        "town": service.town,
        "postcode": service.postcode,
        "is_open": service.closed_at is None,
        "page": address,
        "as_at": day.isoformat(),
        "statuses": [_status_as_data(status) for status in now],
        "history": [_entry_as_data(row) for row in history_of(service, entries)],
    }


def _status_as_data(status: StatusShown) -> dict[str, Any]:
    return {
        "scheme": status.scheme,
        "scheme_label": schemes()[status.scheme].label,
        "part": status.part,
        "status": status.status.code,
        "label": status.status.label,
        "since": status.from_day.isoformat(),
        "reason": status.reason,
        "conditions": list(status.conditions),
    }


def _entry_as_data(row: HistoryRow) -> dict[str, Any]:
    return {
        "scheme": row.entry.scheme,
        "part": row.entry.part,
        "status": row.entry.status,
        "from": row.entry.from_day.isoformat(),
        "recorded": row.entry.recorded_at.isoformat(timespec="seconds"),
        "is_correction": row.entry.corrects_id is not None,
        "was_corrected": row.corrected_by is not None,
        "note": row.entry.correction_note,
    }


def sheet_rows(
    services: QuerySet[Service], entries: QuerySet[StatusEntry], *, day: date, address_of: Any
) -> Iterator[tuple[object, ...]]:
    """One row for each status in force on the day, and one for a service that has none; read in portions."""
    yield HEADINGS
    portion: list[Service] = []
    for service in services.order_by("name", "pk").iterator(chunk_size=AT_ONCE):
        portion.append(service)
        if len(portion) == AT_ONCE:
            yield from _portion_rows(portion, entries, day, address_of)
            portion = []
    yield from _portion_rows(portion, entries, day, address_of)


def _portion_rows(
    services: list[Service], entries: QuerySet[StatusEntry], day: date, address_of: Any
) -> Iterator[tuple[object, ...]]:
    then = statuses_as_at(entries.filter(service__in=[service.pk for service in services]), day)
    by_service = shown_by_service(then) if services else {}
    for service in services:
        facts = (service.name, service.organisation_name, kind_label(service.kind), service.town, service.postcode)
        statuses = by_service.get(service.pk, [])
        for each in statuses:
            since = each.from_day.isoformat()
            yield (*facts, each.scheme_label, each.part and each.label, each.status.label, since, address_of(service))
        if not statuses:
            yield (*facts, "", "", "", "", address_of(service))
