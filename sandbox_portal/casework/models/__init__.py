"""Nouns of casework."""

from .case import Case
from .event import Event
from .outbox import OutboxEntry

__all__ = ["Case", "Event", "OutboxEntry"]
