"""What the register puts on a provider's front page."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from .cards import status_lines
from .models import Service
from .queries import entries_visible_to, kind_label, services_of, shown_by_service, statuses_as_at

MOST = 5


def your_services_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The services of the person's organisations with what they are today; nothing for those who have none."""
    if not user.is_authenticated:
        return None
    services = rows_of(_services, user)
    if not services:
        return None
    entries = entries_visible_to(user).filter(service__in=services)
    today = shown_by_service(statuses_as_at(entries, day_in_london(at)))
    rows = [
        {"service": service, "kind": kind_label(service.kind), "lines": status_lines(today.get(service.pk, []))}
        for service in services[:MOST]
    ]
    return {"rows": rows, "more": len(services) > MOST}


def your_services_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks first."""
    return [asking(_services, user)] if user.is_authenticated else []


def _services(user: User) -> QuerySet[Service]:
    return services_of(user).order_by("name", "pk")[: MOST + 1]
