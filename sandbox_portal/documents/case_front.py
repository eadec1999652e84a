"""Documents' part of the page of one case: its messages, letters, files, and everything in one download."""

from datetime import datetime
from typing import Any

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import User

from .queries import papers_of
from .queries.messages import letterbox_of


def papers_part(case: Case, user: User, at: datetime) -> dict[str, Any]:
    """As far as the person may see each."""
    return {"case": case, "letterbox": letterbox_of(case, user), "documents": papers_of(case, user)}
