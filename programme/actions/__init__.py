"""Verbs of the programme; each noun has its own file."""

from .calendar import change_key_date, pass_gate, set_actual_start, tick_activity
from .creation import create_round_from_content
from .panel import confirm_panel_member, empty_panel_seat, seat_panel_member, set_chair
from .pauses import pause_round, resume_round, resume_round_and_shift
from .stages import abandon_round, close_window, open_window, record_sign_off, start_running
from .windows import change_window, extend_window

__all__ = [
    "abandon_round",
    "change_key_date",
    "change_window",
    "close_window",
    "confirm_panel_member",
    "create_round_from_content",
    "empty_panel_seat",
    "extend_window",
    "open_window",
    "pass_gate",
    "pause_round",
    "record_sign_off",
    "resume_round",
    "resume_round_and_shift",
    "seat_panel_member",
    "set_actual_start",
    "set_chair",
    "start_running",
    "tick_activity",
]
