"""What inspection shows on the front page."""

from datetime import datetime
from typing import Any


def how_care_is_rated_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The way to the frameworks, for everybody."""
    return {}
