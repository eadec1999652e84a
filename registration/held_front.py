"""What registration puts on the front page of those who hold one, and of those who look after them."""

from datetime import datetime
from typing import Any

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.queries import roles_of

from .permissions import works_in_registration
from .queries.held import own_held

MOST = 3


def your_registration_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The registrations of the person's organisations with what is still to do; the way to the lists for staff."""
    if not user.is_authenticated:
        return None
    if roles_of(user):
        return {"is_staff": True} if works_in_registration.test(user) else None
    rows = list(own_held(user, day_in_london(at))[: MOST + 1])
    return {"rows": rows[:MOST], "more": len(rows) > MOST} if rows else None
