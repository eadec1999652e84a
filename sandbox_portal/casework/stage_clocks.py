"""The clocks of a stage: when its usual time ends, and when somebody should have taken the case.

Steps, assignments and holds write what these say; the lists read one column (`Case.stuck_from`).
"""

from datetime import datetime, timedelta

from sandbox_portal.people.models import User

from .choices import NOBODY, PROVIDER
from .models import Case, Hold
from .queue_rules import routing


def usual_time(kind: str, stage: str, days_of_table: int | None) -> timedelta | None:
    """The usual time in a stage: the one of content/routing.yaml, else the one of the table of steps."""
    days = routing().rule(kind, stage).usual_days or days_of_table
    return timedelta(days=days) if days is not None else None


def start_clocks(case: Case, *, days_of_table: int | None, at: datetime) -> list[str]:
    """Set the clocks of a case that has just come to its stage; returns the names of the columns to save."""
    usual = usual_time(case.kind, case.stage, days_of_table)
    wanted = routing().rule(case.kind, case.stage).person_within
    case.held_for = timedelta()
    runs = not (case.held_since or case.closed_at)
    case.usual_until = at + usual if runs and usual else None
    case.person_wanted_by = at + wanted if runs and wanted and not case.owner_id else None
    return ["held_for", "usual_until", "person_wanted_by"]


def end_hold_of_ended(case: Case, *, by: User | None, at: datetime) -> None:
    """A case that ends is not held any more."""
    Hold.objects.filter(case=case, ended_on=None).update(ended_on=at, ended_by=by)
    case.held_since = case.hold_until = None


def queue_of(case: Case, role_of_table: str, *, stage: str = "") -> str:
    """The role in whose queue the case stands at a stage (its own, unless another is named).

    The table alone says when a case is with the provider or has ended.
    """
    if role_of_table in {PROVIDER, NOBODY}:
        return role_of_table
    return routing().rule(case.kind, stage or case.stage).queue or role_of_table
