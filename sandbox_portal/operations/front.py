"""Operations' part of the front page: what is wrong now, for those who run the portal."""

from datetime import datetime
from typing import Any

from sandbox_portal.people.choices import Role
from sandbox_portal.people.queries import roles_of

from .queries import open_troubles

SHOWN = 5


def troubles_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The newest troubles; None when all is well or somebody else looks."""
    if Role.SYSTEM_ADMINISTRATOR not in roles_of(user):
        return None
    troubles = list(open_troubles()[:SHOWN])
    return {"troubles": troubles} if troubles else None
