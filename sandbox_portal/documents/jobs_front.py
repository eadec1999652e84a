"""Documents' part of the front page: long work that somebody may be waiting for."""

from datetime import datetime
from typing import Any

from sandbox_portal.casework.prepared import Asking, asking, rows_of

from .queries import news_of_jobs


def jobs_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """Long work that goes on or ended within a day; nothing otherwise."""
    if not user.is_authenticated:
        return None
    jobs = rows_of(news_of_jobs, user)
    return {"jobs": jobs} if jobs else None


def jobs_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    return [asking(news_of_jobs, user)] if user.is_authenticated else []
