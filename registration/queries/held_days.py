"""What is late in a registration: things to do after it, and changes that had to be told."""

from dataclasses import dataclass
from datetime import date

from sandbox_portal.casework.working_days import day_in_london

from ..changes import KINDS
from ..clocks import change_to_be_told_by, is_past
from ..duties_file import Duty, duties
from ..models import Change, DutyDone, Registration


@dataclass(frozen=True)
class DutyNow:
    """Something to do after registration as it stands on a day (R-280)."""

    duty: Duty
    row: DutyDone
    is_late: bool


def duties_now(registration: Registration, today: date) -> list[DutyNow]:
    words = duties()
    rows = registration.duties.select_related("done_by")
    return [
        DutyNow(words[row.code], row, row.done_at is None and is_past(row.due_on, today))
        for row in rows
        if row.code in words
    ]


@dataclass(frozen=True)
class Telling:
    """By when a change had to be told, and whether it is late; a change that is asked for has no such day (timer S)."""

    last_day: date | None
    is_late: bool


def telling_of(change: Change, today: date) -> Telling:
    last_day = change_to_be_told_by(change.happens_on) if KINDS[change.kind].is_notification else None
    told_on = day_in_london(change.sent_at) if change.sent_at else today
    return Telling(last_day, is_past(last_day, told_on))
