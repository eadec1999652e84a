"""What registration puts on the front page."""

from datetime import datetime
from typing import Any

from sandbox_portal.people.queries import roles_of

from .queries.scope import number_of_runs


def do_you_need_to_register_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The way to the questions for everybody, to saved results for those who have some, to the numbers for staff."""
    is_staff = bool(user.is_authenticated and roles_of(user))
    return {"runs": 0 if is_staff else number_of_runs(user), "is_staff": is_staff}
