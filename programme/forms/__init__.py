"""What comes in on the pages of a round."""

from .base import RoundPageForm
from .calendar import ChangeKeyDate, PassGate, StartPhase, TickActivity
from .panel import AddSeat, EmptySeat, FillSeat, NameChair
from .steps import (
    AS_THEY_STAND,
    SHIFTED,
    ChangeWindow,
    CloseWindow,
    ExtendWindow,
    OpenWindow,
    PauseRound,
    ResumeRound,
    StartRunning,
)

__all__ = [
    "AS_THEY_STAND",
    "SHIFTED",
    "AddSeat",
    "ChangeKeyDate",
    "ChangeWindow",
    "CloseWindow",
    "EmptySeat",
    "ExtendWindow",
    "FillSeat",
    "NameChair",
    "OpenWindow",
    "PassGate",
    "PauseRound",
    "ResumeRound",
    "RoundPageForm",
    "StartPhase",
    "StartRunning",
    "TickActivity",
]
