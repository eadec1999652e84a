"""Nouns of casework."""

from .audit import AuditAnchor
from .case import Case
from .deadline import Deadline, Reminder
from .decision import Decision, DecisionEntry, ReasonList
from .event import Event
from .heartbeat import Heartbeat
from .message import Message
from .outbox import OutboxEntry

__all__ = [
    "AuditAnchor",
    "Case",
    "Deadline",
    "Decision",
    "DecisionEntry",
    "Event",
    "Heartbeat",
    "Message",
    "OutboxEntry",
    "ReasonList",
    "Reminder",
]
