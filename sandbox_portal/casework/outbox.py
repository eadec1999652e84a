"""Queue what must leave the house. The relay sends it; the queue only makes that faster."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models.functions import Now
from django.utils.module_loading import autodiscover_modules

from .choices import OutboxKind
from .models import OutboxEntry

Handler = Callable[..., None]

_handlers: dict[str, Handler] = {}
_small: set[str] = set()

ASK = """
INSERT INTO casework_outboxentry (id, kind, name, key, payload, held, attempts, last_error)
VALUES (%(id)s, %(kind)s, %(name)s, %(key)s, %(payload)s, %(held)s, 0, '')
ON CONFLICT (key) DO NOTHING RETURNING *
"""
ASK_AT = ASK.replace("last_error)", "last_error, due_at)").replace("'')", "'', %(at)s)")
FORGET_AT_ONCE = frozenset({"account"})  # mails with codes: their words go as soon as the mail has gone


def handler(name: str, *, small: bool = False) -> Callable[[Handler], Handler]:
    """Name the function that performs a task: keyword-only ids in, one action, safe to run twice.

    A small one changes a few rows and does nothing else, so that many may share a transaction (`together.py`).
    """

    def register(function: Handler) -> Handler:
        _handlers[name] = function
        (_small.add if small else _small.discard)(name)
        return function

    return register


def is_small(name: str) -> bool:
    """Whether tasks of this name may be done many at a time."""
    return name in _small


def handler_for(name: str) -> Handler:
    """The function registered for a task; KeyError means nobody performs it."""
    return _handlers[name]


def handlers() -> Mapping[str, Handler]:
    """Every registered handler by name, for tests that run each of them twice."""
    return dict(_handlers)


def load_handlers() -> None:
    """Import every app's tasks.py, so that this process knows all handlers and all work by the clock."""
    autodiscover_modules("tasks")


def queue_task(
    name: str, /, *, key: str, at: datetime | None = None, held: bool = False, **payload: Any
) -> OutboxEntry:
    """Ask for background work once per key, in the caller's transaction. A second call returns the first entry."""
    return _queue(OutboxKind.TASK, name, key=key, at=at, held=held, payload=payload)


def queue_mail(
    template: str,
    *,
    to: str,
    key: str,
    context: dict[str, Any],
    at: datetime | None = None,
    held: bool = False,
    unsubscribe: str = "",
) -> OutboxEntry:
    """Ask for one plain-text mail; `template` names emails/<template>.txt, whose first line is the subject.

    `unsubscribe` is the address by which its reader stops mails of this kind, if they may.
    """
    payload: dict[str, Any] = {"to": to, "context": context}
    if unsubscribe:
        payload["unsubscribe"] = unsubscribe
    return _queue(OutboxKind.MAIL, template, key=key, at=at, held=held, payload=payload)


def _queue(
    kind: OutboxKind, name: str, *, key: str, at: datetime | None, held: bool, payload: dict[str, Any]
) -> OutboxEntry:
    values: dict[str, Any] = {"key": key, "kind": kind, "name": name, "payload": json.dumps(payload), "held": held}
    # No savepoint: whoever comes second with a key waits for the first, writes nothing, and then reads that row.
    written = OutboxEntry.objects.raw(ASK_AT if at else ASK, {"id": uuid4(), "at": at, **values})
    return next(iter(written), None) or OutboxEntry.objects.get(key=key)


def release(key_prefix: str) -> int:
    """Let held entries go whose keys begin so; how many there were. Call it in the action that decides it."""
    return OutboxEntry.objects.filter(key__startswith=key_prefix, held=True).update(held=False, due_at=Now())


def retry(entry: OutboxEntry) -> None:
    """Begin again with an entry that was given up or is waiting for its next attempt."""
    OutboxEntry.objects.filter(pk=entry.pk, finished_at=None).update(
        given_up_at=None, attempts=0, published_at=None, due_at=Now()
    )
