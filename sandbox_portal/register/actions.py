"""Verbs of the register: a service comes in or goes, a status begins, a mistake is put right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import Organisation, User

from .choices import WHOLE, Scheme
from .definitions import part_label, service_kinds, status_of
from .models import Particulars, Service, StatusEntry
from .signals import status_recorded

NO_REASON = "Say what was wrong, so that readers of the register understand the correction."


@transaction.atomic
def open_service(
    organisation: Organisation,
    *,
    kind: str,
    name: str = "",
    town: str = "",
    postcode: str = "",
    summary: str = "",
    is_listed: bool,
    by: User | None,
    at: datetime,
) -> Service:
    """The open service of this organisation, kind and name, made when there is none.

    A service that is there already stays as it is, but for being listed from now on when that is asked.
    """
    if kind not in service_kinds():
        raise Refused(f"There is no kind of service “{kind}”.")
    service, is_new = Service.objects.get_or_create(
        organisation=organisation,
        kind=kind,
        name=name or organisation.name,
        closed_at=None,
        defaults={
            "town": town or organisation.town,
            "postcode": postcode,
            "summary": summary,
            "is_listed": is_listed,
            "opened_at": at,
        },
    )
    if not is_new and is_listed and not service.is_listed:
        service.is_listed = True
        service.save(update_fields=["is_listed"])
    return service


@transaction.atomic
def record_status(
    service: Service,
    *,
    scheme: Scheme,
    status: str,
    from_day: date,
    is_public: bool,
    by: User | None,
    at: datetime,
    part: str = WHOLE,
    reason: str = "",
    conditions: tuple[str, ...] = (),
    case: Case | None = None,
) -> StatusEntry:
    """Write down what the service is from a day on; the case it comes from gets an event."""
    words = _words(scheme, status, part)
    entry = StatusEntry.objects.create(
        service=service,
        scheme=scheme,
        part=part,
        status=status,
        from_day=from_day,
        reason=reason,
        conditions=list(conditions),
        is_public=is_public,
        case=case,
        recorded_by=by,
    )
    if case is not None:
        told = {"service": str(service.pk), "scheme": scheme, "status": status, "from_day": from_day.isoformat()}
        note = f"{words} from {day_in_words(from_day)}"
        record(case, verb="status_recorded", by=by, at=at, note=note, data=told)
    status_recorded.send(StatusEntry, entry=entry, by=by, at=at)
    return entry


@dataclass(frozen=True)
class Facts:
    """What the register tells of a registered service beside its statuses (R-277)."""

    reference: str
    legal_form: str = ""
    service_types: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    nominated_individual: str = ""
    locations: tuple[Mapping[str, str], ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    trial_round: str = ""

    @classmethod
    def in_row(cls, row: Particulars) -> "Facts":
        """The facts of a row, to be written again with something changed."""
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.__dataclass_fields__}
        told |= {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
        return cls(**told)


@transaction.atomic
def record_particulars(
    service: Service,
    *,
    facts: Facts,
    from_day: date,
    is_public: bool,
    by: User | None,
    at: datetime,
    reason: str = "",
    case: Case | None = None,
) -> Particulars:
    """Write down all facts as they are from a day on; what was told of the time before stays as it is."""
    return Particulars.objects.create(
        service=service,
        from_day=from_day,
        is_public=is_public,
        reason=reason,
        case=case,
        recorded_by=by,
        **{name: _plain(value) for name, value in vars(facts).items()},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


@transaction.atomic
def correct_status(
    entry: StatusEntry, *, status: str, from_day: date, note: str, by: User, at: datetime
) -> StatusEntry:
    """Put a wrong entry right; the wrong one stays readable as corrected. An empty status strikes it out."""
    if not note.strip():
        raise Refused(NO_REASON)
    if status:
        _words(Scheme(entry.scheme), status, entry.part)
    wrong = StatusEntry.objects.select_for_update(of=("self",)).select_related("case").get(pk=entry.pk)
    if StatusEntry.objects.filter(corrects=wrong).exists():
        raise Refused("This entry has been corrected already. Correct the newer one.")
    entry = StatusEntry.objects.create(
        service_id=wrong.service_id,
        scheme=wrong.scheme,
        part=wrong.part,
        status=status,
        from_day=from_day,
        reason=wrong.reason,
        conditions=wrong.conditions,
        is_public=wrong.is_public,
        case=wrong.case,
        corrects=wrong,
        correction_note=note.strip(),
        recorded_by=by,
    )
    if wrong.case is not None:
        data = {"entry": str(wrong.pk), "by_entry": str(entry.pk)}
        record(wrong.case, verb="status_corrected", by=by, at=at, note=note.strip(), data=data)
    status_recorded.send(StatusEntry, entry=entry, by=by, at=at)
    return entry


@transaction.atomic
def close_service(service: Service, *, by: User | None, at: datetime) -> Service:
    """The organisation no longer offers it. Its page and its history stay."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    if service.closed_at is None:
        service.closed_at = at
        service.save(update_fields=["closed_at"])
    return service


def _words(scheme: Scheme, status: str, part: str) -> str:
    try:
        return f"{part_label(scheme, part)}: {status_of(scheme, status).label}"
    except KeyError as unknown:
        raise Refused(f"The register does not know {unknown} of “{scheme.label}”.") from None
