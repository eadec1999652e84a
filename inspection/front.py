"""What inspection shows on the front page."""

from datetime import datetime
from typing import Any

from sandbox_portal.people.queries import roles_of


def how_care_is_rated_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The way to the frameworks for visitors and providers; staff have it in their menu."""
    return None if user.is_authenticated and roles_of(user) else {}
