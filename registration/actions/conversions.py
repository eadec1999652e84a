"""What becomes of services on trial when the trial of their kind ends: planned, then carried out (R-145)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User
from sandbox_portal.register.actions import Facts, close_service, open_service, record_particulars, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import service_kinds
from sandbox_portal.register.models import Service
from sandbox_portal.register.queries import kind_label

from ..choices import ConversionPlan
from ..models import Conversion, Registration
from ..permissions import is_registration_manager
from ..queries.held import ServiceNow, is_trial, services_now
from ..workflow import HELD
from .granting import ask_for_certificate
from .held_letters import end_certificate, issue_conversion_done, issue_conversion_planned

STANDARD_KIND = "home_care"
ONLY_MANAGERS = "Only a registration manager decides what becomes of a service on trial."


@transaction.atomic
def plan_conversion(
    registration: Registration,
    *,
    service: Service,
    plan: ConversionPlan,
    to_kind: str,
    on: date,
    because: str,
    by: User,
    at: datetime,
) -> Conversion:
    """Write down what is to become of a service on trial, and when; a plan not yet carried out is written anew."""
    if not is_registration_manager.test(by):
        raise Refused(ONLY_MANAGERS)
    Case.objects.select_for_update().get(pk=registration.pk)
    kind = _kind_for(plan, to_kind)
    if not is_trial(service.kind) or not registration.services.filter(pk=service.pk, closed_at=None).exists():
        raise Refused("This service is not on trial, or has ended already.")
    if not because.strip():
        raise Refused("Write why, in words that the organisation can read.")
    there = Conversion.objects.filter(service=service).first()
    if there is not None and there.carried_out_at is not None:
        raise Refused("This has been carried out already.")
    values = {"plan": plan, "to_kind": kind, "on": on, "because": because.strip(), "planned_at": at, "planned_by": by}
    conversion, _new = Conversion.objects.update_or_create(
        service=service, defaults=values, create_defaults={**values, "registration": registration}
    )
    note = f"{conversion.get_plan_display()}, from {day_in_words(on)}."
    record(registration.case, verb="end of the trial planned", by=by, at=at, note=note)
    issue_conversion_planned(conversion, case=registration.case, by=by, at=at)
    return conversion


@transaction.atomic
def carry_out_conversion(conversion: Conversion, *, by: User, at: datetime) -> Conversion:
    """Do what was planned, from its day on: the service of the trial ends and stays readable, the new one begins."""
    held = Case.objects.select_for_update().get(pk=conversion.registration_id)
    conversion = Conversion.objects.select_for_update(of=("self",)).select_related("service").get(pk=conversion.pk)
    registration = Registration.objects.select_related("organisation").get(pk=held.pk)
    registration.case = held
    if conversion.carried_out_at is not None:
        raise Refused("This has been carried out already.")
    if conversion.on > day_in_london(at):
        raise Refused(f"This was planned for {day_in_words(conversion.on)}. Do it on that day or later.")
    now = next((each for each in services_now(registration, conversion.on) if each.service == conversion.service), None)
    if now is None:
        raise Refused("This service has ended already.")
    ends = conversion.plan == ConversionPlan.ENDS
    _end_trial(registration, now, conversion, status="not_needed" if ends else "converted", by=by, at=at)
    if not ends:
        conversion.new_service = _begin(registration, now, conversion, by=by, at=at)
    conversion.carried_out_at, conversion.carried_out_by = at, by
    conversion.save(update_fields=["new_service", "carried_out_at", "carried_out_by"])
    is_over = ends and not registration.services.filter(closed_at=None).exists()
    HELD.take_step(registration, "end_trial" if is_over else "convert", by=by, at=at, note=conversion.because)
    if is_over:
        end_certificate(registration, because=conversion.because, on=conversion.on, by=by, at=at)
    else:
        issue_conversion_done(conversion, case=registration.case, by=by, at=at)
    if not is_over:
        ask_for_certificate(registration, because="The trial of a kind of service has ended.", by=by, at=at)
    return conversion


def _kind_for(plan: ConversionPlan, to_kind: str) -> str:
    if plan == ConversionPlan.ENDS:
        return ""
    kind = STANDARD_KIND if plan == ConversionPlan.STANDARD else to_kind
    known = service_kinds().get(kind)
    if known is None or known.status not in {"standard", "open"}:
        raise Refused("Choose a kind of service that is not on trial and takes new services.")
    return kind


def _end_trial(
    registration: Registration, now: ServiceNow, conversion: Conversion, *, status: str, by: User, at: datetime
) -> None:
    reason = f"The service is registered as “{kind_label(conversion.to_kind)}” now." if conversion.to_kind else ""
    entry: dict[str, Any] = {"from_day": conversion.on, "is_public": True, "case": registration.case}
    record_status(now.service, scheme=Scheme.REGISTRATION, status=status, reason=reason, by=by, at=at, **entry)
    close_service(now.service, by=by, at=at)


def _begin(registration: Registration, now: ServiceNow, conversion: Conversion, *, by: User, at: datetime) -> Service:
    old = now.service
    facts: dict[str, Any] = {name: getattr(old, name) for name in ("name", "town", "postcode", "summary")}
    new = open_service(registration.organisation, kind=conversion.to_kind, is_listed=True, by=by, at=at, **facts)
    registration.services.add(new)
    conditions = tuple(now.conditions)
    entry: dict[str, Any] = {"from_day": conversion.on, "is_public": True, "case": registration.case}
    status = "conditions" if conditions else "registered"
    reason = f"Until then it was registered as “{now.kind}”."
    record_status(
        new, scheme=Scheme.REGISTRATION, status=status, conditions=conditions, reason=reason, by=by, at=at, **entry
    )
    if now.particulars is not None:
        kind = kind_label(conversion.to_kind)
        told = replace(Facts.in_row(now.particulars), service_types=(kind,), trial_round="")
        record_particulars(new, facts=told, reason="The trial has ended.", by=by, at=at, **entry)
    return new
