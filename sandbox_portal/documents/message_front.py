"""Documents' part of the front page: messages that wait to be read or answered."""

from datetime import datetime
from typing import Any

from sandbox_portal.casework.queries.messages import waiting_messages

SHOWN = 5


def messages_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """Cases with new messages or open questions, the most pressing first; None when nothing waits."""
    if not user.is_authenticated:
        return None
    waiting = waiting_messages(user, most=SHOWN)
    return {"waiting": waiting, "now": at} if waiting else None
