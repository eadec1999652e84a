"""The outbox: written with its cause, done exactly once, tried again after growing pauses, given up in plain sight."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from sandbox_portal.casework import outbox
from sandbox_portal.casework.models import Heartbeat, OutboxEntry
from sandbox_portal.casework.performing import MOST_ATTEMPTS, PAUSES, _count_attempt, perform, waiting
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.relay import drain
from sandbox_portal.people.clock import database_now


@pytest.fixture
def done(monkeypatch, db):
    """The names the test's task was performed for; “faulty” and “refused” fail after half of the work."""
    names = []

    def note(*, name):
        names.append(name)
        Heartbeat.objects.create(name=f"effect-{name}-{len(names)}", seen_at=database_now())
        if name == "faulty":
            raise ZeroDivisionError("with someone@example.com in it")
        if name == "refused":
            raise Refused("The round has ended.")

    monkeypatch.setitem(outbox._handlers, "tests.note", note)
    return names


def effects():
    return Heartbeat.objects.filter(name__startswith="effect-").count()


def wait_is_over():
    OutboxEntry.objects.update(due_at=database_now() - timedelta(seconds=1))


def test_a_task_is_asked_for_once_per_key(done):
    first = outbox.queue_task("tests.note", key="one", name="a")
    second = outbox.queue_task("tests.note", key="one", name="b")

    drain()

    assert (first, done) == (second, ["a"])


@pytest.mark.django_db(transaction=True)
def test_what_was_asked_for_in_a_transaction_that_failed_never_happens(done):
    def fails():
        with transaction.atomic():
            outbox.queue_task("tests.note", key="one", name="a")
            raise Refused("No.")

    with pytest.raises(Refused):
        fails()

    assert (drain(), done) == (0, [])


def test_a_task_is_done_once_and_marked(done):
    entry = outbox.queue_task("tests.note", key="one", name="a")

    assert [perform(entry.pk), perform(entry.pk)] == [True, False]
    entry.refresh_from_db()
    assert (effects(), entry.attempts, entry.finished_at is not None) == (1, 1, True)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("faulty", "It stopped because of a fault in the program (ZeroDivisionError)."),
        ("refused", "The round has ended."),
    ],
)
def test_a_failed_task_leaves_no_half_of_its_work_and_a_reason_without_personal_data(done, name, reason):
    entry = outbox.queue_task("tests.note", key="one", name=name)

    perform(entry.pk)

    entry.refresh_from_db()
    assert (effects(), entry.finished_at, entry.last_error) == (0, None, reason)


def test_a_failed_task_is_tried_again_after_growing_pauses_and_then_given_up(done):
    entry = outbox.queue_task("tests.note", key="one", name="faulty")
    pauses = []
    for _ in range(MOST_ATTEMPTS + 3):
        before = database_now()
        perform(entry.pk)
        entry.refresh_from_db()
        pauses.append(round((entry.due_at - before).total_seconds()))
        wait_is_over()

    assert pauses[: len(PAUSES)] == [pause.total_seconds() for pause in PAUSES]
    assert sum(PAUSES, timedelta()) < timedelta(hours=24)
    assert (len(done), entry.attempts, entry.given_up_at is not None) == (MOST_ATTEMPTS, MOST_ATTEMPTS, True)


def test_a_task_that_kills_its_process_every_time_is_given_up_too(done):
    entry = outbox.queue_task("tests.note", key="one", name="a")
    OutboxEntry.objects.update(attempts=MOST_ATTEMPTS)  # as that many deaths leave it

    perform(entry.pk)

    entry.refresh_from_db()
    assert (done, entry.last_error) == ([], "It was begun many times and never came to an end.")
    assert entry.given_up_at is not None


def test_a_task_given_up_is_done_when_somebody_tries_again(done):
    entry = outbox.queue_task("tests.note", key="one", name="a")
    OutboxEntry.objects.update(attempts=MOST_ATTEMPTS, given_up_at=database_now())

    outbox.retry(entry)
    drain()

    assert done == ["a"]


def test_a_held_entry_waits_until_it_is_released(done):
    outbox.queue_task("tests.note", key="letters-round-3-a", held=True, name="a")
    outbox.queue_task("tests.note", key="letters-round-4-a", held=True, name="b")
    drain()
    assert done == []

    assert outbox.release("letters-round-3-") == 1
    drain()

    assert done == ["a"]


def test_an_entry_for_later_waits_for_its_moment(done):
    outbox.queue_task("tests.note", key="one", at=database_now() + timedelta(hours=1), name="a")
    drain()
    assert done == []

    OutboxEntry.objects.update(due_at=F("due_at") - timedelta(hours=2))
    drain()

    assert done == ["a"]


def test_a_task_nobody_performs_is_a_fault_in_the_program_and_stops_no_other(done):
    outbox.queue_task("tests.nobody", key="zero")
    outbox.queue_task("tests.note", key="one", name="a")

    drain()

    assert done == ["a"]
    assert OutboxEntry.objects.get(key="zero").last_error == "It stopped because of a fault in the program (KeyError)."


@pytest.mark.django_db(transaction=True)
def test_of_many_who_perform_a_task_at_once_one_does_it(done):
    for number in range(20):
        entry = outbox.queue_task("tests.note", key=f"race-{number}", name="a")
        ready = threading.Barrier(4)

        def race(entry=entry, ready=ready):
            try:
                ready.wait(timeout=10)
                perform(entry.pk)
            finally:
                connection.close()

        threads = [threading.Thread(target=race) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)

    assert (len(done), effects()) == (20, 20)


def test_an_entry_costs_one_statement_to_count_and_three_around_its_work(done):
    entry = outbox.queue_task("tests.note", key="one", name="a")

    with CaptureQueriesContext(connection) as asked:
        perform(entry.pk)

    ours = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"] and "heartbeat" not in each["sql"]]
    assert ([sql.split()[0] for sql in ours if "portal_now" not in sql], done) == (
        ["WITH", "SELECT", "SELECT", "UPDATE"],
        ["a"],
    )


def test_counting_an_attempt_asks_of_an_entry_what_every_list_of_waiting_ones_asks(done):
    """The count is written in SQL beside `waiting()`: what one of them leaves out, the other does too."""
    now = database_now()
    left_out = [
        {"held": True},
        {"finished_at": now},
        {"given_up_at": now},
        {"due_at": now + timedelta(hours=1)},
    ]
    for number, state in enumerate([{}, *left_out]):
        entry = outbox.queue_task("tests.note", key=f"number {number}", name="a")
        OutboxEntry.objects.filter(pk=entry.pk).update(**state)
    counted = {entry.pk for entry in OutboxEntry.objects.all() if _count_attempt(entry.pk)}

    assert counted == set(waiting().values_list("pk", flat=True))
    assert OutboxEntry.objects.filter(attempts=1).count() == 1
