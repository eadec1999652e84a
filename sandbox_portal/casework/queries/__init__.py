"""Questions about cases, their timeline and the outbox; first of all, which cases a person may see."""

from .cases import cases_visible_to, matching, next_actions_of, stuck
from .outbox import OutboxStanding, entries_to_look_after, outbox_standing
from .timeline import Happening, events_of, timeline_of

__all__ = [
    "Happening",
    "OutboxStanding",
    "cases_visible_to",
    "entries_to_look_after",
    "events_of",
    "matching",
    "next_actions_of",
    "outbox_standing",
    "stuck",
    "timeline_of",
]
