"""Do what an outbox entry asks for: the effect on the database happens exactly once, whoever does it and dies at it."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from . import outbox, sending
from .acting import acting, background
from .choices import OutboxKind
from .heartbeats import LONGEST_TASK, RealNow
from .models import OutboxEntry
from .noticing import notice_mail
from .refusals import Refused

logger = logging.getLogger(__name__)

# Growing pauses between attempts; together a little less than 24 hours. After the last one staff take over.
PAUSES = tuple(timedelta(seconds=s) for s in (10, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800))
MOST_ATTEMPTS = len(PAUSES) + 1


def waiting() -> QuerySet[OutboxEntry]:
    """Entries that may be done now, oldest first."""
    return OutboxEntry.objects.filter(finished_at=None, given_up_at=None, held=False, due_at__lte=RealNow()).order_by(
        "due_at", "created_at", "pk"
    )


def perform(entry_id: UUID) -> bool:
    """Do the entry unless it is done, held, or in somebody's hands; True when this call tried.

    The attempt is counted before it begins, so that a task which kills its process every time is given up too. The
    handler's effects and the mark “finished” are one transaction: a death between them undoes both.
    """
    if not _count_attempt(entry_id):
        return False
    with transaction.atomic():
        entry = waiting().select_for_update(skip_locked=True).filter(pk=entry_id).first()
        if entry is None:
            return False
        allow_long_work()
        if entry.kind == OutboxKind.MAIL:
            notice_mail(entry)
        try:
            with acting(background(entry.name)), transaction.atomic():
                work_on(entry)
        except Exception as error:
            note_failure(entry, error)
        else:
            _note_success(entry)
    return True


# One statement is one round trip and one commit instead of four and one. The disk is not waited for: a count that is
# lost with the database is lost with whatever was begun. What was done is committed as everything else.
UNHURRIED = "(SELECT set_config('synchronous_commit', 'off', true)) AS unhurried"
MAY_BEGIN = "finished_at IS NULL AND given_up_at IS NULL AND NOT held AND due_at <= clock_timestamp()"
COUNT_ATTEMPT = f"""
WITH mine AS (
    SELECT entry.id, entry.attempts < %(most)s AS may_begin
    FROM casework_outboxentry entry, {UNHURRIED}
    WHERE entry.id = %(entry)s AND {MAY_BEGIN}
    FOR UPDATE OF entry SKIP LOCKED
)
UPDATE casework_outboxentry entry
SET attempts = entry.attempts + mine.may_begin::int,
    given_up_at = CASE WHEN NOT mine.may_begin THEN clock_timestamp() END,
    last_error = CASE WHEN mine.may_begin THEN entry.last_error ELSE %(reason)s END
FROM mine WHERE entry.id = mine.id
RETURNING mine.may_begin
"""  # noqa: S608 - put together from constants
NEVER_ENDED = "It was begun many times and never came to an end."


def _count_attempt(entry_id: UUID) -> bool:
    """Count it unless somebody has the entry or it is done; False when there is nothing to begin."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ATTEMPT, {"entry": entry_id, "most": MOST_ATTEMPTS, "reason": NEVER_ENDED})
        row = cursor.fetchone()
    return bool(row and row[0])


def allow_long_work() -> None:
    """Let this transaction stand still as long as the longest task takes; the ordinary limit is for web requests."""
    limit = f"{int(LONGEST_TASK.total_seconds()) + 60}s"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, true),"
            " set_config('statement_timeout', '120s', true)",
            [limit],
        )


def work_on(entry: OutboxEntry) -> None:
    """Send the mail, or call the task's handler."""
    if entry.kind == OutboxKind.MAIL:
        sending.send(entry)
    else:
        outbox.handler_for(entry.name)(**entry.payload)


def _note_success(entry: OutboxEntry) -> None:
    changes: dict[str, Any] = {"finished_at": RealNow(), "last_error": ""}
    if entry.name in outbox.FORGET_AT_ONCE:
        changes["payload"] = {}
    OutboxEntry.objects.filter(pk=entry.pk).update(**changes)


def note_failure(entry: OutboxEntry, error: Exception) -> None:
    """Keep a plain reason for people and the traceback for the log; plan the next attempt or give up."""
    logger.error("outbox entry failed", exc_info=error, extra={"entry": str(entry.pk), "task": entry.name})
    changes: dict[str, Any] = {"last_error": reason_for(entry, error), "published_at": None}
    if entry.attempts >= MOST_ATTEMPTS:
        changes["given_up_at"] = RealNow()
    else:
        changes["due_at"] = RealNow() + PAUSES[entry.attempts - 1]
    OutboxEntry.objects.filter(pk=entry.pk).update(**changes)


def reason_for(entry: OutboxEntry, error: Exception) -> str:
    """One sentence for staff, without anybody's data."""
    if isinstance(error, Refused):
        return error.sentence
    reason = sending.plain_reason(error) if entry.kind == OutboxKind.MAIL else None
    return reason or f"It stopped because of a fault in the program ({type(error).__name__})."
