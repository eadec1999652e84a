"""Small tasks share a transaction, and a death among them costs the others one attempt, never more."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sandbox_portal.casework import outbox, together
from sandbox_portal.casework.models import Heartbeat, OutboxEntry
from sandbox_portal.casework.performing import MOST_ATTEMPTS, waiting
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.relay import drain
from sandbox_portal.casework.together import perform_all, perform_together
from sandbox_portal.people.clock import database_now


class Death(BaseException):
    """What ends a process in the middle of its work: nothing catches it, nothing is noted."""


@pytest.fixture
def done(monkeypatch, db):
    """The names small tasks were performed for; “faulty” fails after half of its work, “deadly” kills its process."""
    names = []

    def note(*, name):
        names.append(name)
        Heartbeat.objects.create(name=f"effect-{name}-{len(names)}", seen_at=database_now())
        if name == "faulty":
            raise Refused("The round has ended.")
        if name == "deadly":
            raise Death

    monkeypatch.setitem(outbox._handlers, "tests.small", note)
    monkeypatch.setattr(outbox, "_small", outbox._small | {"tests.small"})
    return names


def ask(*names):
    return [outbox.queue_task("tests.small", key=name, name=name).pk for name in names]


def effects():
    return sorted(each.name.split("-")[1] for each in Heartbeat.objects.filter(name__startswith="effect-"))


def attempts():
    return dict(OutboxEntry.objects.values_list("key", "attempts"))


def a_process_works_and_may_die():
    """True when it lived. What was counted before the death is counted; what was not committed is gone."""
    try:
        perform_together(list(waiting().values_list("pk", flat=True)))
    except Death:
        return False
    return True


def test_twenty_small_tasks_cost_as_many_statements_around_their_work_as_two(done):
    def statements(*names):
        entries = ask(*names)
        with CaptureQueriesContext(connection) as asked:
            perform_together(entries)
        ours = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"] and "heartbeat" not in each["sql"]]
        return [sql.split()[0] for sql in ours if "portal_now" not in sql]

    assert statements("a", "b") == ["WITH", "SELECT", "SELECT", "UPDATE"]
    assert statements(*"cdefghijklmnopqrstuv") == ["WITH", "SELECT", "SELECT", "UPDATE"]
    assert (effects(), OutboxEntry.objects.filter(finished_at=None).count()) == (list("abcdefghijklmnopqrstuv"), 0)


def test_one_that_fails_is_undone_alone_and_tried_again_later(done):
    tried = perform_together(ask("a", "faulty", "b"))

    faulty = OutboxEntry.objects.get(key="faulty")
    assert (tried, effects(), faulty.finished_at, faulty.last_error) == (3, ["a", "b"], None, "The round has ended.")
    assert (attempts(), faulty.due_at > database_now()) == ({"a": 1, "faulty": 1, "b": 1}, True)


def test_what_a_turn_has_no_time_for_is_done_in_the_next(done, monkeypatch):
    monkeypatch.setattr(together, "TURN", -1)

    assert (perform_together(ask("a", "b", "c")), effects()) == (3, ["a", "b", "c"])
    assert attempts() == {"a": 1, "b": 1, "c": 1}


def test_mails_and_large_tasks_are_done_alone(done, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "tests.large", outbox._handlers["tests.small"])
    large = outbox.queue_task("tests.large", key="large", name="large")
    small = ask("a", "b")
    with CaptureQueriesContext(connection) as asked:
        perform_all([(large.pk, "tests.large"), *((each, "tests.small") for each in small)])

    counted = [each["sql"] for each in asked if each["sql"].strip().startswith("WITH")]
    assert (len(counted), effects()) == (2, ["a", "b", "large"])


def die_until_given_up():
    """What becomes of two tasks and of the one between them that kills its process every time."""
    ask("before", "deadly", "behind")
    deaths = 0
    while not OutboxEntry.objects.get(key="deadly").given_up_at and deaths <= MOST_ATTEMPTS + 1:
        deaths += not a_process_works_and_may_die()
    return deaths


def test_a_task_that_kills_its_process_costs_its_neighbours_one_attempt(done):
    deaths = die_until_given_up()

    assert (deaths, effects()) == (MOST_ATTEMPTS, ["before", "behind"])
    assert attempts() == {"before": 2, "deadly": MOST_ATTEMPTS, "behind": 2}


def test_twin_done_together_each_time_it_wears_out_its_neighbours(done, monkeypatch):
    careless = together.COUNT_FIRST_ATTEMPTS.replace("entry.attempts = 0 AND ", "")
    monkeypatch.setattr(together, "COUNT_FIRST_ATTEMPTS", careless.replace("attempts = 1", "attempts = attempts + 1"))

    deaths = die_until_given_up()

    assert (deaths, effects()) == (MOST_ATTEMPTS + 2, [])
    assert min(attempts().values()) > MOST_ATTEMPTS


@pytest.mark.django_db(transaction=True)
def test_of_many_who_do_the_same_small_tasks_at_once_each_is_done_once(done):
    entries = ask(*(f"race {number}" for number in range(40)))
    ready = threading.Barrier(4)

    def race():
        try:
            ready.wait(timeout=10)
            perform_together(entries)
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    drain()

    assert (len(effects()), OutboxEntry.objects.filter(finished_at=None).count()) == (40, 0)
    assert len(done) == 40


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_the_same_at_once_the_second_gets_the_row_of_the_first(done):
    asked, there = [], threading.Event()

    def second():
        try:
            there.wait(timeout=10)
            asked.append(outbox.queue_task("tests.small", key="one", name="b"))
        finally:
            connection.close()

    waits = threading.Thread(target=second)
    waits.start()
    with transaction.atomic():
        first = outbox.queue_task("tests.small", key="one", name="a")
        there.set()
        waits.join(timeout=0.3)
        waited = waits.is_alive()
    waits.join(timeout=10)

    assert (waited, asked, OutboxEntry.objects.get().payload) == (True, [first], {"name": "a"})
