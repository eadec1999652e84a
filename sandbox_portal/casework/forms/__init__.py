"""What comes in at the pages of casework."""

from .desk import CorrectNote, GiveCase, GiveCases, LowerFlag, PutBack, PutOnHold, RaiseFlag, TakeOffHold, WriteNote
from .queues import ActionFilter, QueueFilter, StuckFilter
from .told import DecisionFilter

__all__ = [
    "ActionFilter",
    "CorrectNote",
    "DecisionFilter",
    "GiveCase",
    "GiveCases",
    "LowerFlag",
    "PutBack",
    "PutOnHold",
    "QueueFilter",
    "RaiseFlag",
    "StuckFilter",
    "TakeOffHold",
    "WriteNote",
]
