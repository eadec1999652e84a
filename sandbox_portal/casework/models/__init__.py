"""Nouns of casework."""

from .assignment import Assignment, Batch
from .audit import AuditAnchor
from .case import Case
from .deadline import Deadline, Reminder
from .decision import Decision, DecisionEntry, ReasonList
from .event import Event
from .flag import Flag
from .heartbeat import Heartbeat
from .hold import Hold
from .message import Message
from .note import StaffNote
from .outbox import OutboxEntry

__all__ = [
    "Assignment",
    "AuditAnchor",
    "Batch",
    "Case",
    "Deadline",
    "Decision",
    "DecisionEntry",
    "Event",
    "Flag",
    "Heartbeat",
    "Hold",
    "Message",
    "OutboxEntry",
    "ReasonList",
    "Reminder",
    "StaffNote",
]
