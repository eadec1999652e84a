"""Reminders come from the real scheduler, over the real broker, by the real worker; once, however often it rings."""

from datetime import timedelta

import pytest

from sandbox_portal.casework.deadlines import set_deadline
from sandbox_portal.casework.models import Heartbeat, OutboxEntry, Reminder
from sandbox_portal.people.clock import database_now

from .processes import until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_the_scheduler_reminds_of_a_window_that_closes_in_a_week_and_the_relay_sends_it(processes, tmp_path):
    now = database_now()
    set_deadline(
        "round-9:window-closing",
        kind="window_closing",
        about="Round 9 takes applications until then",
        due_at=now + timedelta(days=7),
        rule="the closing time of the round's window",
        reminder="M-02",
        at=now - timedelta(days=30),
    )
    processes.start_broker()
    processes.start_worker()
    processes.start_scheduler()

    until(Reminder.objects.exists, "the worker has made the reminder")
    until(Heartbeat.objects.filter(name="scheduler").exists, "the scheduler rings")
    first_ring = Heartbeat.objects.get(name="scheduler").seen_at
    until(lambda: Heartbeat.objects.get(name="scheduler").seen_at > first_ring + timedelta(seconds=2), "it rings again")
    processes.start_relay()
    until(lambda: OutboxEntry.objects.filter(name="reminders/window_closing", finished_at__isnull=False), "it is sent")

    assert Reminder.objects.count() == 1
    mails = [path.read_text() for path in (tmp_path / "mail").iterdir()]
    assert ["ada@providers.example" in mail and "not sent yet" in mail for mail in mails] == [True]
