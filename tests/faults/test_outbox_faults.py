"""What was asked for happens exactly once, whatever dies or freezes: with the real broker, worker and relay."""

import itertools
import subprocess
import sys
import time

import pytest
from django.db import connection, transaction

from sandbox_portal.casework import outbox
from sandbox_portal.casework.models import Heartbeat, OutboxEntry

from .processes import PATIENCE, until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def ask(mark, *, task="faults.leave_mark", seconds=0.0):
    return outbox.queue_task(task, key=f"fault-{mark}", mark=mark, seconds=seconds)


def finished(*marks):
    keys = [f"fault-{mark}" for mark in marks]
    return OutboxEntry.objects.filter(key__in=keys, finished_at__isnull=False).count() == len(keys)


@pytest.fixture
def worker_and_relay(processes):
    """Everything runs, and the worker has shown that it does."""
    processes.start_broker()
    processes.start_worker()
    processes.start_relay()
    until(lambda: Heartbeat.objects.filter(name="worker").exists(), f"the worker lives\n{processes.log()}")
    return processes


def test_the_worker_does_the_task_and_the_relay_sends_the_mail(worker_and_relay, marks, tmp_path):
    with transaction.atomic():
        ask("plain")
        ask("first_small", task="faults.leave_small_mark")
        ask("second_small", task="faults.leave_small_mark")
        outbox.queue_mail("account", to="a@example.com", key="m", context={"subject": "Hi", "body": "Over the wire"})

    until(lambda: finished("plain", "first_small", "second_small"), "the tasks are done")
    until(lambda: OutboxEntry.objects.get(key="m").finished_at, "the mail has gone")

    assert [marks(mark) for mark in ("plain", "first_small", "second_small")] == [["worker"]] * 3
    assert ["Over the wire" in mail.read_text() for mail in (tmp_path / "mail").iterdir()] == [True]


def test_with_the_broker_killed_nothing_is_lost_and_the_relay_catches_up(worker_and_relay, marks):
    ask("in_hand", seconds=60)
    until(lambda: (worker_and_relay.folder / "in_hand").exists(), "the worker is at work")
    for number in range(5):
        ask(f"in_the_queue_{number}")
    queued = [f"in_the_queue_{number}" for number in range(5)]
    until(lambda: OutboxEntry.objects.exclude(published_at=None).count() == 6, "the queue holds them")

    worker_and_relay.kill("broker")
    worker_and_relay.kill("worker")
    ask("afterwards")

    until(lambda: finished("in_hand", "afterwards", *queued), "all of it is done")
    assert {mark: marks(mark) for mark in ["in_hand", "afterwards", *queued]} == {
        mark: ["relay"] for mark in ["in_hand", "afterwards", *queued]
    }


def test_with_the_broker_frozen_nothing_waits_long(worker_and_relay, marks):
    worker_and_relay.freeze("broker")

    began = time.monotonic()
    ask("frozen")
    asked_in = time.monotonic() - began
    done_in = until(lambda: finished("frozen"), "the task is done")

    assert marks("frozen") == ["relay"]
    assert (asked_in < 1, done_in < PATIENCE + 12) == (True, True)


def test_when_the_broker_comes_back_the_worker_does_the_tasks_again(worker_and_relay, marks):
    worker_and_relay.kill("broker")
    worker_and_relay.start_broker()
    numbers = itertools.count()

    def the_worker_did_one():
        mark = f"again_{next(numbers)}"
        ask(mark)
        until(lambda: finished(mark), "the task is done")
        return marks(mark) == ["worker"]

    until(the_worker_did_one, "the worker does tasks again")


def test_a_relay_whose_connection_to_the_database_is_cut_goes_on(processes, marks):
    processes.start_relay()
    until(lambda: Heartbeat.objects.filter(name="relay").exists(), "the relay lives")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] > 0
    ask("after_the_cut")

    until(lambda: finished("after_the_cut"), "the task is done")
    assert marks("after_the_cut") == ["relay"]


def test_twin_a_page_that_talks_to_the_queue_itself_hangs_when_the_broker_is_frozen(processes):
    processes.start_broker()
    processes.freeze("broker")
    talk = "from tests.faults.postman import without_outbox; print('asking', flush=True); without_outbox.delay('t', 0)"

    page = subprocess.Popen(
        [sys.executable, "-c", talk],
        env=processes.environment("page"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    processes.running["page"] = page
    page.stdout.readline()

    with pytest.raises(subprocess.TimeoutExpired):
        page.wait(timeout=3)
    page.kill()
    page.communicate()
    del processes.running["page"]


def test_a_worker_killed_in_the_middle_of_a_task_has_its_effect_once(worker_and_relay, marks):
    ask("killed", seconds=60)
    until(lambda: (worker_and_relay.folder / "killed").exists(), "the worker is at work")

    worker_and_relay.kill("worker")
    assert marks("killed") == []
    worker_and_relay.start_worker()

    until(lambda: finished("killed"), "the task is done")
    assert len(marks("killed")) == 1


def test_twin_without_the_outbox_a_killed_worker_loses_the_task(processes, marks):
    processes.start_broker()
    processes.start_worker()
    talk = "from tests.faults.postman import without_outbox; without_outbox.delay('lost', 60)"
    subprocess.run([sys.executable, "-c", talk], env=processes.environment("page"), check=True, timeout=20)
    begun = processes.folder / "lost"
    until(begun.exists, "the worker is at work")

    processes.kill("worker")
    begun.unlink()
    processes.start_worker()
    time.sleep(PATIENCE + 4)

    assert (begun.exists(), marks("lost")) == (False, [])


def test_a_worker_that_is_told_to_end_does_so_in_time(processes):
    worker = told_to_end_at_work(processes, limit=1)

    until(lambda: worker.poll() is not None, "the worker has ended", seconds=30)


def test_twin_without_a_limit_it_stays_as_long_as_its_task(processes):
    worker = told_to_end_at_work(processes, limit=0)

    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(timeout=3)


def told_to_end_at_work(processes, *, limit):
    processes.start_broker()
    processes.start_worker(WORKER_SECONDS_TO_END=str(limit))
    talk = "from tests.faults.postman import without_outbox; without_outbox.delay('long', 60)"
    subprocess.run([sys.executable, "-c", talk], env=processes.environment("page"), check=True, timeout=20)
    until((processes.folder / "long").exists, "the worker is at work")
    processes.running["worker"].terminate()
    return processes.running["worker"]


def test_a_relay_killed_in_the_middle_of_a_task_has_its_effect_once(processes, marks):
    processes.start_relay()
    ask("relayed", seconds=60)
    until(lambda: (processes.folder / "relayed").exists(), "the relay is at work")

    processes.kill("relay")
    assert marks("relayed") == []
    processes.start_relay()

    until(lambda: finished("relayed"), "the task is done")
    assert marks("relayed") == ["relay"]


def test_a_relay_killed_among_small_tasks_has_each_effect_once(processes, marks):
    small = ["small_before", "small_killed", "small_behind"]
    with transaction.atomic():
        for mark in small:
            ask(mark, task="faults.leave_small_mark", seconds=60 if mark == "small_killed" else 0)
    processes.start_relay()
    until(lambda: (processes.folder / "small_killed").exists(), "the relay is at work")

    processes.kill("relay")
    assert [marks(mark) for mark in small] == [[], [], []]
    processes.start_relay()

    until(lambda: finished(*small), "the tasks are done")
    assert [marks(mark) for mark in small] == [["relay"], ["relay"], ["relay"]]
    assert set(OutboxEntry.objects.values_list("attempts", flat=True)) == {2}


def test_twin_an_effect_committed_apart_from_its_mark_happens_twice(processes, marks):
    processes.start_relay()
    ask("doubled", task="faults.leave_mark_at_once", seconds=60)
    until(lambda: (processes.folder / "doubled").exists(), "the relay is at work")

    processes.kill("relay")
    processes.start_relay()

    until(lambda: finished("doubled"), "the task is done")
    assert marks("doubled") == ["relay", "relay"]
