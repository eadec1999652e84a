"""Queue what must leave the house. The relay sends it; the queue only makes that faster."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from .choices import OutboxKind
from .models import OutboxEntry

Handler = Callable[..., None]

_handlers: dict[str, Handler] = {}


def handler(name: str) -> Callable[[Handler], Handler]:
    """Name the function that performs a task: keyword-only ids in, one action, safe to run twice."""

    def register(function: Handler) -> Handler:
        _handlers[name] = function
        return function

    return register


def handler_for(name: str) -> Handler:
    """The function registered for a task; KeyError means nobody performs it."""
    return _handlers[name]


def handlers() -> Mapping[str, Handler]:
    """Every registered handler by name, for tests that run each of them twice."""
    return dict(_handlers)


def queue_task(name: str, *, key: str, at: datetime | None = None, held: bool = False, **payload: Any) -> OutboxEntry:
    """Ask for background work once per key, in the caller's transaction. A second call returns the first entry."""
    return _queue(OutboxKind.TASK, name, key=key, at=at, held=held, payload=payload)


def queue_mail(
    template: str, *, to: str, key: str, context: dict[str, Any], at: datetime | None = None, held: bool = False
) -> OutboxEntry:
    """Ask for one plain-text mail; `template` names emails/<template>.txt, whose first line is the subject."""
    payload = {"to": to, "context": context}
    return _queue(OutboxKind.MAIL, template, key=key, at=at, held=held, payload=payload)


def _queue(
    kind: OutboxKind, name: str, *, key: str, at: datetime | None, held: bool, payload: dict[str, Any]
) -> OutboxEntry:
    defaults: dict[str, Any] = {"kind": kind, "name": name, "payload": payload, "held": held}
    if at is not None:
        defaults["due_at"] = at
    entry, _ = OutboxEntry.objects.get_or_create(key=key, defaults=defaults)
    return entry
