"""What the clock does for people: it ends typing on behalf, lets go of old records of who looked, and writes to
staff on Mondays."""

from datetime import datetime, time

from . import sweeping
from .actions.access import forget_old_looks
from .actions.assistance import end_typing_that_ran_out
from .actions.weekly_letters import send_weekly_letters
from .clockwork import every_day, every_minute
from .working_days import day_in_london


@every_minute("typing on behalf")
def end_typing(*, at: datetime) -> int:
    """End every time of typing that has run out; how many there were."""
    return end_typing_that_ran_out(by=None, at=at)


@sweeping.register("who looked")
def clear_looks(*, at: datetime) -> int:
    """Let go of looks that are older than two years."""
    return forget_old_looks(by=None, at=at)


@every_day("weekly letter to staff", at=time(7, 30))
def write_weekly_letters(*, at: datetime) -> int:
    """On Mondays, tell each member of staff what waits for them; how many letters were asked for."""
    return send_weekly_letters(by=None, at=at) if day_in_london(at).weekday() == 0 else 0
