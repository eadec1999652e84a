"""What the clock does for people: it ends typing on behalf, and lets go of old records of who looked."""

from datetime import datetime

from . import sweeping
from .actions.access import forget_old_looks
from .actions.assistance import end_typing_that_ran_out
from .clockwork import every_minute


@every_minute("typing on behalf")
def end_typing(*, at: datetime) -> int:
    """End every time of typing that has run out; how many there were."""
    return end_typing_that_ran_out(by=None, at=at)


@sweeping.register("who looked")
def clear_looks(*, at: datetime) -> int:
    """Let go of looks that are older than two years."""
    return forget_old_looks(by=None, at=at)
