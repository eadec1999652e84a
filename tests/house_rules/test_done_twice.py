"""Background work that is done twice, one after the other or at once, leaves what doing it once leaves (C06, C07)."""

import pytest
from django.db import transaction

from sandbox_portal.casework import clockwork, outbox
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.celery import app
from sandbox_portal.documents.content import load_letters
from tests.documents.test_scanning import scanner  # noqa: F401 - a fixture

from .rows import changed, digests
from .work_in_the_background import CASES, every_handler

NOT_OURS = "celery."


def twice_in_a_row(work) -> list[str]:
    """The tables that a second run still changes."""
    with transaction.atomic():
        work()
        after_once = digests()
        work()
        found = changed(after_once, digests())
        transaction.set_rollback(True)
    return found


def test_every_handler_has_a_case():
    assert every_handler() ^ set(CASES) == set()


@pytest.mark.parametrize("name", sorted(CASES))
def test_work_done_twice_in_a_row_leaves_the_same_rows_and_no_second_mail(worlds, name, settings, scanner):  # noqa: F811
    scanner()
    load_letters(settings.CONTENT_ROOT, worlds.a.at)
    every_handler()
    payload = CASES[name](worlds.a)

    assert twice_in_a_row(lambda: outbox.handler_for(name)(**payload)) == []


def test_a_handler_that_adds_a_row_each_time_is_reported(worlds):
    """The twin."""
    count = iter(range(10))

    def counts_its_calls() -> None:
        outbox.queue_mail("account", to="a@b.example", key=f"call-{next(count)}", context={})

    assert twice_in_a_row(counts_its_calls) == ["casework_outboxentry"]


@pytest.mark.django_db
def test_every_task_of_the_queue_is_run_twice_below():
    app.loader.import_default_modules()

    assert {name for name in app.tasks if not name.startswith(NOT_OURS)} == {*FOR_THE_OUTBOX, *BY_THE_CLOCK}


FOR_THE_OUTBOX = {"casework.perform", "casework.perform_together"}
BY_THE_CLOCK = {
    "casework.sweep",
    "casework.scheduler_lives",
    "casework.worker_lives",
    "casework.create_due_reminders",
    "casework.anchor_audit",
}


@pytest.mark.parametrize("name", sorted(BY_THE_CLOCK - {"casework.anchor_audit"}))
def test_what_the_scheduler_calls_twice_changes_nothing_the_second_time(worlds, name):
    app.loader.import_default_modules()
    OutboxEntry.objects.filter(finished_at=None).update(held=True)  # what the worlds left waiting is for the relay

    # When a trouble was last seen is for the administrators; the trouble itself stays one.
    assert set(twice_in_a_row(app.tasks[name])) <= {"operations_trouble"}


def test_the_daily_anchor_twice_is_two_honest_anchors(worlds):
    """Each says what the trail was at its moment; so it may be run twice, and must change nothing else."""
    app.loader.import_default_modules()

    assert set(twice_in_a_row(app.tasks["casework.anchor_audit"])) <= {"casework_auditanchor", "casework_outboxentry"}


def test_the_clock_has_work(worlds):
    """Without work by the clock the tests above would show nothing."""
    every_handler()

    assert len(clockwork._every_minute) + len(clockwork._every_day) >= 8
