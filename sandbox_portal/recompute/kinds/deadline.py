"""deadline: a number of working or calendar days after a day."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.working_days import OutsideCalendarError, add_calendar_days, add_working_days
from sandbox_portal.recompute.problems import one_problem
from sandbox_portal.recompute.shapes import Count, Day, Shape


class Case(Shape):
    rule: Literal["working_days", "calendar_days"]
    sent_on: Day = Field(alias="from")
    count: Count


def recompute(case: Case) -> dict[str, Any]:
    try:
        due = _due(case)
    except OutsideCalendarError as outside:
        raise one_problem(str(outside)) from outside
    return {"due": due.isoformat()}


def _due(case: Case) -> date:
    if case.rule == "calendar_days":
        return add_calendar_days(case.sent_on, case.count)
    return add_working_days(case.sent_on, case.count, calendar=england_and_wales())
