"""What registration puts on the front page of those who hold one, and of those who look after them."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .models import Registration
from .permissions import works_in_registration
from .queries.held import own_held

MOST = 3


def your_registration_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The registrations of the person's organisations with what is still to do; the way to the lists for staff."""
    if not user.is_authenticated:
        return None
    if roles_of(user):
        return {"is_staff": True} if works_in_registration.test(user) else None
    rows = rows_of(_held, user, today=day_in_london(at))
    return {"rows": rows[:MOST], "more": len(rows) > MOST} if rows else None


def your_registration_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    is_shown = user.is_authenticated and not roles_of(user)
    return [asking(_held, user, today=day_in_london(at))] if is_shown else []


def _held(user: User, *, today: date) -> QuerySet[Registration]:
    return own_held(user, today)[: MOST + 1]
