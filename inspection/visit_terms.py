"""What a kind of case asks of its visits besides: notice, what its organisation is sent, what stands beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.working_days import working_days_between
from sandbox_portal.people.models import User

from .models import AssessmentVisit

Refusal = Callable[[AssessmentVisit], str | None]


@dataclass(frozen=True, kw_only=True)
class VisitTerms:
    """All of it may be left out.

    `notice_working_days` lie between telling the organisation and the visit; a sooner day holds only once somebody
    agreed to it, and every such visit is announced. `first_agenda()` stands in the form of a new plan.
    `tells(visit, by=, at=)` sends what the organisation gets in place of a message when a visit is planned or moved.
    `stands` says why a visit is neither moved nor cancelled any more, `unfinished` why its record is not whole yet;
    both are asked under the lock of the case. `part` fills `part_template` on the page of a visit, for its readers.
    With `has_own_list` staff see the visits of a case on a page of its kind, so the page of the case leaves them out.
    """

    notice_working_days: int = 0
    first_agenda: Callable[[], str] = str
    tells: Callable[..., object] | None = None
    stands: Refusal = lambda visit: None
    unfinished: Refusal = lambda visit: None
    has_own_list: bool = False
    part_template: str = ""
    part: Callable[[AssessmentVisit, User, datetime], dict[str, Any]] | None = None

    @property
    def is_always_announced(self) -> bool:
        return self.notice_working_days > 0

    def is_short(self, told_on: date, visit_on: date) -> bool:
        """True when fewer working days lie between telling of a visit and the visit than it needs (R-276)."""
        between = working_days_between(told_on, visit_on, calendar=england_and_wales())
        return between < self.notice_working_days
