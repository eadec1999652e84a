"""What the clock does for people: it ends typing on behalf that has reached its time."""

from datetime import datetime

from .actions.assistance import end_typing_that_ran_out
from .clockwork import every_minute


@every_minute("typing on behalf")
def end_typing(*, at: datetime) -> int:
    """End every time of typing that has run out; how many there were."""
    return end_typing_that_ran_out(by=None, at=at)
