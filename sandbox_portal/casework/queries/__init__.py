"""Questions about cases, their timeline and the outbox; first of all, which cases a person may see."""

from .cases import (
    case_visible_to,
    cases_read_whole_by,
    cases_visible_to,
    kinds_known,
    matching,
    next_actions_of,
    similarly_named,
)
from .desk import assignments_of, batches_visible_to, hold_told_to_provider, notes_visible_to
from .outbox import OutboxStanding, entries_to_look_after, outbox_standing
from .queues import Wanted, after_mark, counted, queue_of, waiting_for_a_person
from .stuck import Reason, reasons_of, stuck, stuck_count, stuck_for, stuck_in_menu
from .timeline import Happening, events_of, events_read, timeline_of
from .told import decisions_told_to

__all__ = [
    "Happening",
    "OutboxStanding",
    "Reason",
    "Wanted",
    "after_mark",
    "assignments_of",
    "batches_visible_to",
    "case_visible_to",
    "cases_read_whole_by",
    "cases_visible_to",
    "counted",
    "decisions_told_to",
    "entries_to_look_after",
    "events_of",
    "events_read",
    "hold_told_to_provider",
    "kinds_known",
    "matching",
    "next_actions_of",
    "notes_visible_to",
    "outbox_standing",
    "queue_of",
    "reasons_of",
    "similarly_named",
    "stuck",
    "stuck_count",
    "stuck_for",
    "stuck_in_menu",
    "timeline_of",
    "waiting_for_a_person",
]
