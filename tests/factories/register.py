"""Services of the register and what they are."""

from datetime import date
from typing import Any

from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation
from sandbox_portal.register.actions import Facts, open_service, record_particulars, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Particulars, Service, StatusEntry
from tests.factories.people import make_organisation
from tests.factories.worlds import World, builds


def make_service(organisation: Organisation | None = None, *, is_listed: bool = True, **values: Any) -> Service:
    """A service of an organisation, new unless given, in the register of today."""
    organisation = organisation or make_organisation()
    values = {"kind": "umbrella_body", **values}
    return open_service(organisation, is_listed=is_listed, by=None, at=database_now(), **values)


def make_status(
    service: Service, status: str, from_day: str, *, scheme: Scheme = Scheme.REGISTRATION, **values: Any
) -> StatusEntry:
    """A status from a day on, written as 2026-09-12, that anybody may read unless told otherwise."""
    values = {"is_public": True, "by": None, "at": database_now(), **values}
    return record_status(service, scheme=scheme, status=status, from_day=date.fromisoformat(from_day), **values)


def make_particulars(service: Service, from_day: str, **facts: Any) -> Particulars:
    """What the register tells of the service from a day on, for anybody."""
    told = Facts(**{"reference": "REG-1", **facts})
    how = {"is_public": True, "by": None, "at": database_now()}
    return record_particulars(service, facts=told, from_day=date.fromisoformat(from_day), **how)


@builds(place=25)
def build(world: World) -> None:
    """A service in the register, not listed, so that its words are its own organisation's."""
    organisation = world.things["organisation"]
    service = make_service(
        organisation,
        is_listed=False,
        name=world.canary("Service", "name"),
        town=world.canary("Service", "town"),
        summary=world.canary("Service", "summary"),
    )
    make_status(
        service, "taking_part", "2026-09-12", scheme=Scheme.SANDBOX, reason=world.canary("StatusEntry", "reason")
    )
    make_particulars(service, "2026-09-12", managers=(world.canary("Particulars", "managers"),))
    world.ids["service_id"] = service.pk
