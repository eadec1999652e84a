"""Nouns of casework."""

from .access import AccessRecord
from .assignment import Assignment, Batch
from .assistance import Assistance, AssistanceRefusal
from .audit import AuditAnchor
from .case import Case
from .deadline import Deadline, Reminder
from .decision import Decision, DecisionEntry, ReasonList
from .event import Event
from .flag import Flag
from .heartbeat import Heartbeat
from .hold import Hold
from .message import Message
from .more_time import MoreTime
from .note import StaffNote
from .outbox import OutboxEntry
from .reminder_choice import ReminderChoice

__all__ = [
    "AccessRecord",
    "Assignment",
    "Assistance",
    "AssistanceRefusal",
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
    "MoreTime",
    "OutboxEntry",
    "ReasonList",
    "Reminder",
    "ReminderChoice",
    "StaffNote",
]
