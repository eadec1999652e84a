"""Nouns of casework."""

from .audit import AuditAnchor
from .case import Case
from .deadline import Deadline, Reminder
from .event import Event
from .heartbeat import Heartbeat
from .outbox import OutboxEntry

__all__ = ["AuditAnchor", "Case", "Deadline", "Event", "Heartbeat", "OutboxEntry", "Reminder"]
