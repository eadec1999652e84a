"""When a reminder is due (R-800, R-802): true on paper, with nothing but days."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta


def calendar_day(due_on: date, offset: int) -> date:
    """So many days before or after."""
    return due_on + timedelta(days=offset)


def reminder_due(
    offsets: Iterable[int],
    *,
    due_on: date,
    since: date,
    today: date,
    day_of: Callable[[date, int], date] = calendar_day,
) -> int | None:
    """The offset whose turn it is, None when it is nobody's.

    Of several missed days only the latest counts. Days before the deadline was set (`since`) were never missed, and
    “a week to go” is not said any more once the day has passed. `day_of` counts the days, or the working days.
    """
    reached = [
        offset for offset in offsets if since <= day_of(due_on, offset) <= today and (offset >= 0 or today <= due_on)
    ]
    return max(reached, default=None)
