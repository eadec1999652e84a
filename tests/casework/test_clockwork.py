"""What time alone brings about, and the signs of life of those who see to it."""

from datetime import datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command

from sandbox_portal.casework import clockwork, outbox
from sandbox_portal.casework.heartbeats import RELAY, SCHEDULER, WORKER, beat, signs_of_life
from sandbox_portal.casework.models import Heartbeat, OutboxEntry
from sandbox_portal.casework.sweeping import forget_old_words, sweep
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.people.clock import database_now


@pytest.fixture
def work(monkeypatch, db):
    """An empty clockwork, and the names of what it ran."""
    ran = []
    monkeypatch.setattr(clockwork, "_every_minute", {})
    monkeypatch.setattr(clockwork, "_every_hour", {})
    monkeypatch.setattr(clockwork, "_every_day", {})
    clockwork.every_minute("windows")(lambda at: ran.append("windows"))
    clockwork.every_day("early", at=datetime.min.time())(lambda at: ran.append("early"))
    clockwork.every_day("late", at=datetime.max.time())(lambda at: ran.append("late"))
    return ran


def be_silent(name, seconds):
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": database_now() - timedelta(seconds=seconds)})


def test_work_of_the_minute_runs_each_time_and_work_of_the_day_once_after_its_hour(work):
    for _ in range(3):
        clockwork.run_due(at=database_now())

    assert work == ["windows", "early", "windows", "windows"]


def test_days_without_anybody_are_made_up_for_once(work):
    clockwork.run_due(at=database_now())
    work.clear()
    Heartbeat.objects.update(seen_at=database_now() - timedelta(days=3))

    clockwork.run_due(at=database_now())
    clockwork.run_due(at=database_now())

    assert work == ["windows", "early", "windows"]


def test_a_fault_in_one_piece_of_work_does_not_stop_the_others_and_it_is_tried_again(work):
    clockwork.every_day("aa-faulty", at=datetime.min.time())(lambda at: 1 / 0)

    assert clockwork.run_due(at=database_now()) == ["aa-faulty"]
    assert clockwork.run_due(at=database_now()) == ["aa-faulty"]
    assert work == ["windows", "early", "windows"]


def test_the_hour_is_the_hour_in_london(work):
    clockwork.every_day("seven", at=time(7))(lambda at: work.append("seven"))

    clockwork.run_due(at=datetime(2026, 7, 1, 6, 59, tzinfo=LONDON))
    assert "seven" not in work
    clockwork.run_due(at=datetime(2026, 7, 1, 7, 0, tzinfo=LONDON))
    assert "seven" in work


def test_a_process_that_never_spoke_or_spoke_too_long_ago_is_silent(db):
    beat(RELAY)
    be_silent(WORKER, 61)

    assert {name: sign.is_silent for name, sign in signs_of_life().items()} == {
        RELAY: False,
        WORKER: True,
        SCHEDULER: True,
    }


def test_work_in_hand_excuses_a_silence(db):
    beat(RELAY, busy_with="a long document")
    Heartbeat.objects.filter(name=RELAY).update(seen_at=database_now() - timedelta(minutes=5))

    assert not signs_of_life()[RELAY].is_silent


def test_while_the_relay_is_silent_the_sweep_does_what_lies_too_long(work, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "tests.note", lambda name: work.append(name))
    outbox.queue_task("tests.note", key="old", name="done")
    OutboxEntry.objects.update(due_at=database_now() - timedelta(minutes=3))

    beat(RELAY)
    sweep(at=database_now())
    assert "done" not in work
    be_silent(RELAY, 61)
    sweep(at=database_now())

    assert "done" in work


def test_words_of_what_was_sent_are_forgotten_after_30_days(db):
    old = outbox.queue_mail("account", to="a@example.com", key="old", context={"subject": "s", "body": "b"})
    new = outbox.queue_mail("account", to="a@example.com", key="new", context={"subject": "s", "body": "b"})
    OutboxEntry.objects.filter(pk=old.pk).update(finished_at=database_now() - timedelta(days=31))
    OutboxEntry.objects.filter(pk=new.pk).update(finished_at=database_now() - timedelta(days=29))

    assert forget_old_words() == 1
    assert OutboxEntry.objects.get(pk=old.pk).payload == {}


def test_the_status_says_who_is_silent_and_fails(db, capsys):
    beat(RELAY)
    beat(SCHEDULER)
    be_silent(WORKER, 300)

    with pytest.raises(CommandError):
        call_command("heartbeat_status")

    out = capsys.readouterr().out
    assert "worker: seen 300 seconds ago – SILENT" in out
    assert "outbox: 0 waiting, 0 late, 0 given up" in out


def test_the_status_is_content_when_everybody_lives(db, capsys):
    for name in (RELAY, WORKER, SCHEDULER):
        beat(name)

    call_command("heartbeat_status")

    assert "SILENT" not in capsys.readouterr().out
