"""Casework's part of the front page: what waits for this person."""

from datetime import datetime
from typing import Any

from .queries import next_actions_of
from .views.rows import page_of

SHOWN = 5


def next_actions_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The first few next actions; None when nothing waits."""
    if not user.is_authenticated:
        return None
    page = page_of(next_actions_of(user), user=user, at=at, size=SHOWN)
    return {"rows": page.rows, "more": bool(page.after)} if page.rows else None
