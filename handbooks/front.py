"""What the handbooks put on the front page."""

from datetime import datetime
from typing import Any


def handbook_part(user: Any, at: datetime) -> dict[str, Any]:
    """The way to the handbooks, for everybody."""
    return {}
