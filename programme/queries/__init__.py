"""Questions of the programme; each noun has its own file."""

from .calendar import core_length_note, key_dates, pause_in_force, pauses_of, phases_of, planned
from .panel import GroupCount, Panel, panel_of, seats_of
from .rounds import (
    RoundsByTime,
    criteria_of,
    is_open,
    numbers_in_use,
    open_rounds,
    rounds_by_time,
    rounds_due_to_close,
    rounds_due_to_open,
    rounds_published,
    rounds_visible_to,
    window_state,
)

__all__ = [
    "GroupCount",
    "Panel",
    "RoundsByTime",
    "core_length_note",
    "criteria_of",
    "is_open",
    "key_dates",
    "numbers_in_use",
    "open_rounds",
    "panel_of",
    "pause_in_force",
    "pauses_of",
    "phases_of",
    "planned",
    "rounds_by_time",
    "rounds_due_to_close",
    "rounds_due_to_open",
    "rounds_published",
    "rounds_visible_to",
    "seats_of",
    "window_state",
]
