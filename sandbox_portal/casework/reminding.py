"""When a reminder is due (R-800, R-802): true on paper, with nothing but days."""

from collections.abc import Iterable
from datetime import date, timedelta


def reminder_due(offsets: Iterable[int], *, due_on: date, since: date, today: date) -> int | None:
    """The offset whose turn it is, None when it is nobody's.

    Of several missed days only the latest counts. Days before the deadline was set (`since`) were never missed, and
    “a week to go” is not said any more once the day has passed.
    """
    reached = [
        offset
        for offset in offsets
        if since <= due_on + timedelta(days=offset) <= today and (offset >= 0 or today <= due_on)
    ]
    return max(reached, default=None)
