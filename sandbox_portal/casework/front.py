"""Casework's parts of the front page: trouble in the background, and what waits for this person."""

from datetime import datetime
from typing import Any

from sandbox_portal.people.choices import Role
from sandbox_portal.people.queries import roles_of

from .heartbeats import signs_of_life
from .queries import next_actions_of, outbox_standing
from .queries.queues import BY_DUE, ORDERS
from .views.rows import page_of

SHOWN = 5


def trouble_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """A warning for those who look after the service; None when everything in the background goes well."""
    if Role.SYSTEM_ADMINISTRATOR not in roles_of(user):
        return None
    standing = outbox_standing()
    in_trouble = standing.late or standing.given_up or any(sign.is_silent for sign in signs_of_life().values())
    return {} if in_trouble else None


def next_actions_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The first few next actions, what is overdue or due soon on top (R-910); None when nothing waits."""
    if not user.is_authenticated:
        return None
    page = page_of(next_actions_of(user), user=user, at=at, order=ORDERS[BY_DUE], size=SHOWN)
    return {"rows": page.rows, "more": bool(page.after)} if page.rows else None
