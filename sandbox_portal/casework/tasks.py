"""Postmen of the ground: what the queue and the scheduler may call."""

from uuid import UUID

from celery import shared_task

from sandbox_portal.people.clock import database_now

from . import audit, clockwork, daily_work, message_tasks, reminders  # noqa: F401 - most of them bring work with them
from .heartbeats import SCHEDULER, WORKER, beat
from .performing import perform
from .sweeping import sweep
from .together import perform_together


@shared_task(name="casework.perform")
def perform_entry(*, entry_id: str) -> None:
    """Do one outbox entry; published by the relay. Work in hand excuses the worker's silence."""
    beat(WORKER, busy_with="casework.perform")
    try:
        perform(UUID(entry_id))
    finally:
        beat(WORKER)


@shared_task(name="casework.perform_together")
def perform_entries(*, entry_ids: list[str]) -> None:
    """Do small outbox entries; published by the relay many in one message."""
    beat(WORKER, busy_with="casework.perform_together")
    try:
        perform_together([UUID(entry_id) for entry_id in entry_ids])
    finally:
        beat(WORKER)


@shared_task(name="casework.worker_lives")
def worker_lives() -> None:
    """Show that broker and worker do their work; published by the relay."""
    beat(WORKER)


@shared_task(name="casework.scheduler_lives")
def scheduler_lives() -> None:
    """Show that the scheduler rings; published by it three times a minute."""
    beat(SCHEDULER)


@shared_task(name="casework.sweep")
def sweep_now() -> None:
    """Do what is due by the clock; published by the scheduler."""
    beat(SCHEDULER)
    sweep(at=database_now())


@shared_task(name="casework.create_due_reminders")
def create_due_reminders() -> None:
    clockwork.run_day("reminders")


@shared_task(name="casework.anchor_audit")
def anchor_audit() -> None:
    clockwork.run_day("audit-anchor")
