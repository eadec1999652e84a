"""What an accepted change does to the register, on its own day and on every day after it (R-281)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User
from sandbox_portal.register.actions import Facts, close_service, record_particulars, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Particulars, Service

from ..changes import (
    CONDITIONS,
    CONTACT,
    END,
    LOCATIONS,
    PAUSE,
    START_AGAIN,
    ChangeKind,
    Lines,
    changed_lines,
    contact_proposed,
    place_of_line,
)
from ..models import Change, Registration
from ..queries.change_lines import answers_to, lines_now, lines_told
from ..queries.held import ServiceNow, services_now
from ..workflow import HELD
from .granting import ask_for_certificate


@dataclass(frozen=True)
class Accepted:
    """What an officer agrees to: from which day, and the lines of the fact as the register will tell it then."""

    holds_from: date
    lines: tuple[str, ...] = ()


def write_change(change: Change, *, kind: ChangeKind, accepted: Accepted, by: User, at: datetime) -> None:
    """Write the change into what the register told on its day, and into whatever was told of the days after it."""
    before = lines_now(change, day_in_london(at))
    for each in services_now(change.registration, accepted.holds_from):
        if kind.fact == CONDITIONS:
            _write_conditions(change, each, accepted, by=by, at=at)
            continue
        told = Particulars.objects.filter(service=each.service)
        later = told.filter(from_day__gt=accepted.holds_from)
        newest = later.order_by("from_day", "-recorded_at").distinct("from_day")
        for row in [each.particulars, *newest]:
            if row is not None:
                record_particulars(
                    each.service,
                    facts=_changed(change, kind, row, before, accepted),
                    from_day=max(row.from_day, accepted.holds_from),
                    reason=f"{kind.label}.",
                    is_public=True,
                    case=change.case,
                    by=by,
                    at=at,
                )


def impose_conditions(
    registration: Registration, *, lines: tuple[str, ...], from_day: date, because: str, by: User, at: datetime
) -> None:
    """Let exactly these conditions hold for every service of a registration, from the day on, and say why."""
    for each in services_now(registration, from_day):
        how = {"is_public": True, "reason": because, "case": registration.case, "by": by, "at": at}
        _tell_conditions(each.service, lines, from_day=from_day, **how)
    ask_for_certificate(registration, because=because, by=by, at=at)


def _write_conditions(change: Change, now: ServiceNow, accepted: Accepted, *, by: User, at: datetime) -> None:
    how = {"is_public": True, "case": change.case, "by": by, "at": at}
    _tell_conditions(now.service, accepted.lines, from_day=accepted.holds_from, **how)


def _tell_conditions(service: Service, lines: tuple[str, ...], *, from_day: date, **how: Any) -> None:
    status = "conditions" if lines else "registered"
    record_status(service, scheme=Scheme.REGISTRATION, status=status, conditions=lines, from_day=from_day, **how)


def _changed(change: Change, kind: ChangeKind, told: Particulars, before: Lines, accepted: Accepted) -> Facts:
    facts = Facts.in_row(told)
    if kind.fact == CONTACT:
        return replace(facts, contact=contact_proposed(facts.contact, answers_to(change)))
    lines = changed_lines(lines_told(told, kind), before=before, after=accepted.lines)
    if kind.fact == LOCATIONS:
        return replace(facts, locations=tuple(place_of_line(line) for line in lines))
    return replace(facts, managers=lines)


def follow_change(registration: Registration, *, kind: ChangeKind, day: date, by: User, at: datetime) -> None:
    """Pause the registration, start it again or end it: in the register from the day on, and as its own step."""
    status = {PAUSE: "paused", START_AGAIN: "registered", END: "cancelled"}[kind.effect]
    reason = {PAUSE: "The provider has stopped giving care for a time.", END: "The provider asked for this."}
    for each in services_now(registration, day):
        conditions = tuple(each.conditions)
        record_status(
            each.service,
            scheme=Scheme.REGISTRATION,
            status="conditions" if kind.effect == START_AGAIN and conditions else status,
            conditions=conditions if kind.effect != END else (),
            from_day=day,
            is_public=True,
            reason=reason.get(kind.effect, ""),
            case=registration.case,
            by=by,
            at=at,
        )
        if kind.effect == END:
            close_service(each.service, by=by, at=at)
    HELD.take_step(registration, kind.effect, by=by, at=at)
