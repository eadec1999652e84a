"""A service as pages, sheets and data tell it: its facts, what it is on a day, and everything that was written down."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.working_days import day_in_london

from .definitions import part_label, schemes, status_of
from .models import Particulars, Service, StatusEntry
from .queries import StatusShown, kind_label, particulars_as_at, shown_by_service, statuses_as_at

HEADINGS = (
    "service",
    "organisation",
    "kind",
    "town",
    "postcode",
    "scheme",
    "part",
    "status",
    "since",
    "conditions",
    "page",
)
AT_ONCE = 500


@dataclass(frozen=True)
class Source:
    """What a list is told from: the entries and particulars its reader may see, and the day it is about."""

    entries: QuerySet[StatusEntry]
    particulars: QuerySet[Particulars]
    day: date
    address_of: Callable[[Service], str]


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


@dataclass(frozen=True)
class ChangeRow:
    """From a day on the register told something else; `facts` are those that are not as before."""

    particulars: Particulars
    facts: tuple[tuple[Any, str], ...]


FACTS = (
    ("reference", _("Registration number")),
    ("legal_form", _("Legal form")),
    ("service_types", _("Kinds of service")),
    ("activities", _("What it may do")),
    ("managers", _("Registered managers")),
    ("nominated_individual", _("Nominated individual")),
    ("locations", _("Places")),
    ("contact", _("How to reach them")),
    ("trial_round", _("Registered under a trial service type of")),
)


def changes_of(told: Sequence[Particulars]) -> list[ChangeRow]:
    """What was told of a service, in the order of the days, as changes: the newest first, each with what was new."""
    rows = [
        ChangeRow(after, tuple(fact for fact in facts_of(after) if before is None or fact not in facts_of(before)))
        for before, after in zip((None, *told), told, strict=False)
    ]
    return rows[::-1]


def facts_of(particulars: Particulars) -> list[tuple[Any, str]]:
    """The facts that are there, as a label and words."""
    found = [(label, fact_in_words(name, getattr(particulars, name))) for name, label in FACTS]
    return [(label, words) for label, words in found if words]


def fact_in_words(name: str, value: Any) -> str:
    """One fact in one line."""
    if name == "locations":
        return "; ".join(place_in_words(place) for place in value)
    if name == "contact":
        return ", ".join(part for part in value.values() if part)
    return ", ".join(value) if isinstance(value, list) else str(value)


def place_in_words(place: dict[str, str]) -> str:
    return ", ".join(part for part in (place.get("name"), place.get("town"), place.get("postcode")) if part)


def service_as_data(service: Service, source: Source) -> dict[str, Any]:
    """One service for programs: the same words and days as its page (R-915)."""
    own = source.entries.filter(service=service)
    now = shown_by_service(statuses_as_at(own, source.day)).get(service.pk, [])
    told = source.particulars.filter(service=service)
    particulars = particulars_as_at(told, source.day).first()
    return {
        **_facts_as_data(service, now, particulars, source),
        "as_at": source.day.isoformat(),
        "history": [_entry_as_data(row) for row in history_of(service, source.entries)],
        "particulars_history": [
            {"from": each.from_day.isoformat(), "reason": each.reason, **_particulars_as_data(each)}
            for each in told.order_by("-from_day", "-recorded_at")
        ],
    }


def data_lines(services: QuerySet[Service], source: Source, *, edition: int) -> Iterator[str]:
    """The whole list as one JSON text, one service a line, read in portions."""
    head = json.dumps({"as_at": source.day.isoformat(), "edition": edition, "services": []}, ensure_ascii=False)
    yield head.removesuffix("]}")
    before = "\n"
    for portion in _portions(services):
        statuses, told = _told(portion, source)
        for service in portion:
            data = _facts_as_data(service, statuses.get(service.pk, []), told.get(service.pk), source)
            yield before + json.dumps(data, ensure_ascii=False)
            before = ",\n"
    yield "\n]}\n"


def _facts_as_data(
    service: Service, statuses: list[StatusShown], particulars: Particulars | None, source: Source
) -> dict[str, Any]:
    return {
        "id": str(service.pk),
        "service": service.name,
        "organisation": service.organisation_name,
        "kind": {"code": service.kind, "label": kind_label(service.kind)},
        "town": service.town,
        "postcode": service.postcode,
        "is_open": service.closed_at is None or day_in_london(service.closed_at) > source.day,
        "page": source.address_of(service),
        "statuses": [_status_as_data(status) for status in statuses],
        "registration": _particulars_as_data(particulars) if particulars else None,
    }


def _particulars_as_data(particulars: Particulars) -> dict[str, Any]:
    return {"from": particulars.from_day.isoformat(), **{name: getattr(particulars, name) for name, _label in FACTS}}


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


def sheet_rows(services: QuerySet[Service], source: Source) -> Iterator[tuple[object, ...]]:
    """One row for each status in force on the day, and one for a service that has none; read in portions."""
    yield HEADINGS + tuple(name for name, _label in FACTS)
    for portion in _portions(services):
        statuses, told = _told(portion, source)
        for service in portion:
            particulars = told.get(service.pk)
            facts = [fact_in_words(name, getattr(particulars, name)) if particulars else "" for name, _label in FACTS]
            for cells in _status_cells(statuses.get(service.pk, [])):
                yield (*_service_cells(service), *cells, source.address_of(service), *facts)


def _portions(services: QuerySet[Service]) -> Iterator[list[Service]]:
    rows = services.iterator(chunk_size=AT_ONCE)
    while portion := list(islice(rows, AT_ONCE)):
        yield portion


def _told(portion: list[Service], source: Source) -> tuple[dict[Any, list[StatusShown]], dict[Any, Particulars]]:
    keys = [service.pk for service in portion]
    statuses = shown_by_service(statuses_as_at(source.entries.filter(service__in=keys), source.day))
    told = particulars_as_at(source.particulars.filter(service__in=keys), source.day)
    return statuses, {each.service_id: each for each in told}


def _service_cells(service: Service) -> tuple[str, ...]:
    return (service.name, service.organisation_name, kind_label(service.kind), service.town, service.postcode)


def _status_cells(statuses: list[StatusShown]) -> Iterator[tuple[str, ...]]:
    for each in statuses:
        part = each.label if each.part else ""
        yield (each.scheme_label, part, each.status.label, each.from_day.isoformat(), "; ".join(each.conditions))
    if not statuses:
        yield ("",) * 5
