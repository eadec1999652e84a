"""Do many small tasks in one transaction; whatever has been tried before is done alone.

A task that kills its process would take its neighbours with it each time, and wear out their attempts. So a task goes
together with others once, at its first attempt: after a death all of them are done one by one, as `perform` does it.
"""

import time
from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from . import outbox
from .acting import acting, background
from .heartbeats import RealNow
from .models import OutboxEntry
from .performing import MAY_BEGIN, UNHURRIED, allow_long_work, note_failure, perform, waiting, work_on

TURN = 1.0  # seconds: for so long others may have to wait for a row that one of the tasks has changed

# The first attempt of all of them, counted before it begins.
COUNT_FIRST_ATTEMPTS = f"""
WITH mine AS (
    SELECT entry.id FROM casework_outboxentry entry, {UNHURRIED}
    WHERE entry.id = ANY(%(entries)s::uuid[]) AND entry.attempts = 0 AND {MAY_BEGIN}
    FOR UPDATE OF entry SKIP LOCKED
)
UPDATE casework_outboxentry entry SET attempts = 1 FROM mine WHERE entry.id = mine.id RETURNING entry.id
"""  # noqa: S608 - put together from constants


def perform_all(entries: Sequence[tuple[UUID, str]]) -> int:
    """Do entries, given by id and name: small ones together, the others one by one; how many were tried."""
    small = [entry_id for entry_id, name in entries if outbox.is_small(name)]
    return perform_together(small) + sum(perform(entry_id) for entry_id, name in entries if not outbox.is_small(name))


def perform_together(entry_ids: Sequence[UUID]) -> int:
    """Do small tasks unless they are done, held, or in somebody's hands; how many this call tried.

    The effects of those that end well and their marks “finished” are one transaction; each that fails is undone by
    itself and tried again after its pause. What a turn has no time for is done in the next.
    """
    if not entry_ids:
        return 0
    left = first = _count_first_attempts(entry_ids)
    tried = 0
    while left:
        now_tried, left = _one_turn(left)
        tried += now_tried
    # The one that killed its process has been begun most often: it comes last.
    again = waiting().filter(pk__in=set(entry_ids) - first).order_by("attempts", "due_at").values_list("pk", flat=True)
    return tried + sum(perform(entry_id) for entry_id in list(again))


def _count_first_attempts(entry_ids: Sequence[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FIRST_ATTEMPTS, {"entries": [str(entry_id) for entry_id in entry_ids]})
        return {row[0] for row in cursor.fetchall()}


def _one_turn(entry_ids: set[UUID]) -> tuple[int, set[UUID]]:
    """Do as many as the turn has time for, in one transaction; how many were tried, and which are left."""
    until = time.monotonic() + TURN
    done, failed = [], 0
    with transaction.atomic():
        allow_long_work()
        entries = list(waiting().select_for_update(skip_locked=True).filter(pk__in=entry_ids))
        for entry in entries:
            try:
                with acting(background(entry.name)), transaction.atomic():
                    work_on(entry)
            except Exception as error:
                note_failure(entry, error)
                failed += 1
            else:
                done.append(entry.pk)
            if time.monotonic() > until:
                break
        OutboxEntry.objects.filter(pk__in=done).update(finished_at=RealNow(), last_error="")
    tried = len(done) + failed
    return tried, {entry.pk for entry in entries[tried:]}
