"""Services the register of the demonstration already knows, so that a search finds something before any letter goes."""

from datetime import UTC, datetime, time

from django.db import transaction

from sandbox_portal.people.choices import LegalForm, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import holders_of
from sandbox_portal.register.actions import correct_status, open_service, record_status
from sandbox_portal.register.models import Service

from .story import RecordedStatus, RegisteredService


@transaction.atomic
def registered(services: tuple[RegisteredService, ...]) -> str:
    """Enter the services of the story with everything they ever were, each on its own day."""
    if Service.objects.exists():
        return "Register: it is filled already."
    officer = holders_of(Role.REGISTRATION_MANAGER).order_by("email")[0]
    for told in services:
        organisation = Organisation.objects.create(name=told.name, legal_form=LegalForm.CHARITY, town=told.town)
        facts = {"kind": told.kind, "town": told.town, "postcode": told.postcode, "summary": told.summary}
        with travelled_to(_morning(told.statuses[0])):
            service = open_service(organisation, is_listed=True, by=officer, at=database_now(), **facts)
        for status in told.statuses:
            _record(service, status, officer)
    return f"Register: {len(services)} services, one of them with a corrected entry."


def _record(service: Service, told: RecordedStatus, officer: User) -> None:
    with travelled_to(_morning(told)):
        entry = record_status(
            service,
            scheme=told.scheme,
            part=told.part,
            status=told.status,
            from_day=told.day,
            is_public=True,
            reason=told.reason,
            conditions=told.conditions,
            by=officer,
            at=database_now(),
        )
        if told.corrected:
            now = database_now()
            correct_status(entry, status=told.corrected, from_day=told.day, note=told.note, by=officer, at=now)


def _morning(told: RecordedStatus) -> datetime:
    return datetime.combine(told.day, time(9), tzinfo=UTC)
