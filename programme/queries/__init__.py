"""Questions of the programme; each noun has its own file."""

from .calendar import activities_of, core_length_note, key_dates, pause_in_force, pauses_of, phases_of, planned
from .criteria import Mark, ShownCriterion, ShownStep, criteria_by_step, criteria_of
from .panel import GroupCount, Panel, panel_of, people_to_seat, seats_of
from .rounds import (
    RoundsByTime,
    is_open,
    numbers_in_use,
    open_rounds,
    reason_given_up,
    rounds_by_time,
    rounds_due_to_close,
    rounds_due_to_open,
    rounds_published,
    rounds_visible_to,
    window_state,
)

__all__ = [
    "GroupCount",
    "Mark",
    "Panel",
    "RoundsByTime",
    "ShownCriterion",
    "ShownStep",
    "activities_of",
    "core_length_note",
    "criteria_by_step",
    "criteria_of",
    "is_open",
    "key_dates",
    "numbers_in_use",
    "open_rounds",
    "panel_of",
    "pause_in_force",
    "pauses_of",
    "people_to_seat",
    "phases_of",
    "planned",
    "reason_given_up",
    "rounds_by_time",
    "rounds_due_to_close",
    "rounds_due_to_open",
    "rounds_published",
    "rounds_visible_to",
    "seats_of",
    "window_state",
]
