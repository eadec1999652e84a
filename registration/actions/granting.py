"""What follows at once when a service is registered: its entries in the register, its own case, its certificate."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.register.actions import Facts, open_service, record_particulars, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Service
from sandbox_portal.register.queries import kind_label

from ..choices import HELD_PREFIX
from ..duties_file import duties
from ..models import Appeal, Condition, DutyDone, Registration, RegistrationApplication
from ..queries.held import Told, is_trial, told_by, trial_round_of
from ..workflow import HELD

MAKE_CERTIFICATE = "registration.make_certificate"


@transaction.atomic
def grant_registration(
    application: RegistrationApplication, *, conditions: Iterable[Condition], by: User | None, at: datetime
) -> Registration:
    """Enter in the register what was granted, and open the case that lasts as long as it does; once (R-277)."""
    there = Registration.objects.filter(application=application).select_related("case").first()
    if there is not None:
        return there
    words = tuple(each.words for each in conditions)
    told = told_by(application)
    return enter_registration(
        application.organisation, told=told, conditions=words, application=application, by=by, at=at
    )


@transaction.atomic
def enter_registration(
    organisation: Organisation,
    *,
    told: Told,
    conditions: tuple[str, ...],
    by: User | None,
    at: datetime,
    application: RegistrationApplication | None = None,
) -> Registration:
    """Write a registration into the register from today on, with its services, its checklist and its certificate."""
    title = f"{organisation.name}: registered"
    case = HELD.open_case(by=by, at=at, verb="registered", organisation=organisation, title=title)
    case.reference = next_reference(HELD_PREFIX)
    case.save(update_fields=["reference"])
    registration = Registration.objects.create(
        case=case, organisation=organisation, application=application, registered_on=day_in_london(at)
    )
    for kind in told.kinds:
        registration.services.add(_enter(registration, told, kind, conditions, by=by, at=at))
    _write_duties(registration, told)
    ask_for_certificate(registration, by=by, at=at)
    return registration


def ask_for_certificate(registration: Registration, *, because: str = "", by: User | None, at: datetime) -> None:
    """Have the certificate made anew, as a version of its own; `because` says what has changed since the last one."""
    count = registration.changes.filter(decided_at__isnull=False).count() + registration.conversions.count()
    count += Appeal.objects.filter(notice__application=registration.application_id, ended_at__isnull=False).count()
    key = f"certificate:{registration.pk}:{count}"
    queue_task(MAKE_CERTIFICATE, key=key, registration=str(registration.pk), because=because, request=key)


def _enter(
    registration: Registration, told: Told, kind: str, conditions: tuple[str, ...], *, by: User | None, at: datetime
) -> Service:
    service = _service_of(registration.organisation, told, kind, by=by, at=at)
    record_status(
        service,
        scheme=Scheme.REGISTRATION,
        status="conditions" if conditions else "registered",
        from_day=registration.registered_on,
        is_public=True,
        conditions=conditions,
        case=registration.case,
        by=by,
        at=at,
    )
    record_particulars(
        service,
        facts=_facts_for(told.facts, registration, kind),
        from_day=registration.registered_on,
        is_public=True,
        case=registration.case,
        by=by,
        at=at,
    )
    return service


def _facts_for(facts: Facts, registration: Registration, kind: str) -> Facts:
    """The facts of one service of the registration: its number, its kind, and the round that tries the kind."""
    from_round = trial_round_of(registration.organisation, kind)
    return replace(
        facts,
        reference=registration.case.reference or "",
        service_types=(kind_label(kind),),
        trial_round=from_round,
    )


def _service_of(organisation: Organisation, told: Told, kind: str, *, by: User | None, at: datetime) -> Service:
    """The organisation's service of this kind, the one that took part in a round among them, listed from now on."""
    there = organisation.services.filter(kind=kind, closed_at=None).order_by("opened_at").first()
    name = there.name if there else told.name
    facts = {"kind": kind, "name": name, "town": told.town, "postcode": told.postcode, "summary": told.summary}
    service = open_service(organisation, is_listed=True, by=by, at=at, **facts)
    if not service.postcode and told.postcode:
        service.town, service.postcode = told.town or service.town, told.postcode
        service.save(update_fields=["town", "postcode"])
    return service


def _write_duties(registration: Registration, told: Told) -> None:
    on_trial = any(is_trial(kind) for kind in told.kinds)
    DutyDone.objects.bulk_create(
        DutyDone(registration=registration, code=duty.code, due_on=duty.due_on(registration.registered_on))
        for duty in duties().values()
        if on_trial or not duty.trial_only
    )
