"""Reminders reach each person once, for what is still to do (R-800 to R-803)."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from sandbox_portal.casework import reminders
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.deadlines import (
    cancel_deadline,
    finish_deadline,
    pause_deadlines,
    resume_deadlines,
    set_deadline,
)
from sandbox_portal.casework.models import Case, Deadline, OutboxEntry, Reminder
from sandbox_portal.casework.relay import drain
from sandbox_portal.casework.reminder_definitions import Definition, definition_of, read_definitions
from sandbox_portal.casework.reminders import Recipient, create_due_reminders
from sandbox_portal.casework.working_days import LONDON

CLOSES = datetime(2026, 10, 30, 17, 0, tzinfo=LONDON)
BEGAN = CLOSES - timedelta(days=60)


@pytest.fixture(autouse=True)
def drafts(monkeypatch):
    people = [Recipient("ada@providers.example", "Ada Alder", "/leaflets/1/")]
    monkeypatch.setitem(reminders._audiences, "owners_of_drafts", lambda deadline: list(people))
    return people


@pytest.fixture
def closing(db):
    def set_to(due_at=CLOSES, key="round-9:window-closing", **more):
        return set_deadline(
            key,
            kind="window_closing",
            about="Round 9 takes applications until then",
            due_at=due_at,
            rule="the closing time of the round's window",
            reminder="M-02",
            at=BEGAN,
            **more,
        )

    return set_to


def morning(days_before, due_at=CLOSES):
    return (due_at - timedelta(days=days_before)).replace(hour=7, minute=0)


def test_a_reminder_says_what_is_due_when_and_where(closing):
    closing()

    create_due_reminders(at=morning(14))
    drain()

    sent = mail.outbox[0]
    assert sent.to == ["ada@providers.example"]
    assert sent.subject == "Your application is not sent yet: you have until 5pm on Friday 30 October 2026"
    assert "Hello Ada Alder" in sent.body
    assert "http://localhost:8000/leaflets/1/" in sent.body


def test_each_offset_is_sent_once_however_often_the_job_runs(closing):
    closing()

    sent = [create_due_reminders(at=morning(days)) for days in (15, 14, 14, 13, 7, 7, 2, 1)]

    assert sent == [0, 1, 0, 0, 1, 0, 1, 0]
    assert list(Reminder.objects.values_list("offset", flat=True)) == [-14, -7, -2]


def test_after_days_without_the_job_only_the_latest_missed_one_is_sent(closing):
    closing()

    assert create_due_reminders(at=morning(1)) == 1
    assert Reminder.objects.get().offset == -2


@pytest.mark.parametrize("end", [finish_deadline, cancel_deadline])
def test_nobody_is_reminded_of_what_is_done_or_cancelled(closing, end):
    deadline = closing()
    end(deadline.key, at=BEGAN)

    assert create_due_reminders(at=morning(7)) == 0


def test_nobody_is_reminded_while_the_round_is_paused_and_again_when_it_goes_on(closing):
    closing()
    pause_deadlines(Deadline.objects.all(), at=BEGAN)
    assert create_due_reminders(at=morning(7)) == 0

    resume_deadlines(Deadline.objects.all())

    assert create_due_reminders(at=morning(7)) == 1


def test_a_deadline_that_may_not_pause_runs_on(db):
    set_deadline(
        "notice-1", kind="representations", about="Reply", due_at=CLOSES, rule="28 days after service", at=BEGAN
    )

    assert pause_deadlines(Deadline.objects.all(), at=BEGAN) == 0


def test_a_moved_deadline_reminds_anew_for_its_new_day(closing):
    closing()
    create_due_reminders(at=morning(2))
    later = CLOSES + timedelta(days=28)
    closing(later)

    assert create_due_reminders(at=morning(14, later)) == 1
    assert [(r.due_at, r.offset) for r in Reminder.objects.order_by("pk")] == [(CLOSES, -2), (later, -14)]


def test_one_address_named_twice_gets_one_reminder(closing, drafts):
    drafts.append(Recipient("ADA@providers.example", "Ada Alder", "/leaflets/2/"))
    closing()

    assert create_due_reminders(at=morning(7)) == 1


def test_a_fault_in_one_audience_does_not_stop_the_other_deadlines(closing, monkeypatch):
    monkeypatch.setitem(reminders._audiences, "committee", lambda deadline: 1 / 0)
    set_deadline("a-first", kind="sign_off", about="Sign", due_at=CLOSES, rule="a date", reminder="M-05", at=BEGAN)
    closing()

    assert create_due_reminders(at=morning(7)) == 1


def test_the_nearest_deadline_of_a_case_shows_on_the_case(leaflet, closing):
    far, near = CLOSES + timedelta(days=9), CLOSES
    set_deadline("far", kind="answer", about="Answer", due_at=far, rule="a date", case=leaflet, at=BEGAN)
    closing(near, case=leaflet)
    assert Case.objects.get(pk=leaflet.pk).due_at == near

    finish_deadline("round-9:window-closing", at=BEGAN)

    assert Case.objects.get(pk=leaflet.pk).due_at == far


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_send_one_reminder(closing):
    for number in range(10):
        deadline = closing(key=f"round-{number}")
        ready = threading.Barrier(2)

        def run(ready=ready):
            try:
                ready.wait(timeout=10)
                create_due_reminders(at=morning(7))
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)

        assert Reminder.objects.filter(deadline=deadline).count() == 1
    assert OutboxEntry.objects.count() == 10


def test_the_definitions_are_the_table_of_the_specification():
    offsets = {code: definition_of(code).offsets for code in ("M-02", "M-03", "M-04", "M-05", "M-06")}

    assert offsets == {
        "M-02": (-14, -7, -2),
        "M-03": (-7, -2, 0),
        "M-04": (2, 5),
        "M-05": (-7, -1),
        "M-06": (-14, -3, -1),
    }


def test_a_wrong_value_in_the_file_is_told_with_its_line(tmp_path):
    (tmp_path / "reminders.yaml").write_text(
        "reminders:\n  - code: M-02\n    about: Closing\n    audience: owners_of_drafts\n    offsets: [-2, -7]\n"
        "    template: reminders/nowhere\n    pausable: true\n    active: true\n"
    )

    with pytest.raises(FaultyContent) as wrong:
        read_definitions(tmp_path)

    assert [(fault.line, fault.sentence) for fault in wrong.value.faults] == [
        (5, "The days must be given once each, from the earliest to the latest."),
        (6, "There is no mail “reminders/nowhere”."),
    ]


@pytest.mark.parametrize(
    ("written", "offsets", "in_working_days"),
    [([-1, 0, 1], (-1, 0, 1), False), (["-1wd", "0wd", "1wd"], (-1, 0, 1), True)],
)
def test_offsets_are_days_or_working_days(written, offsets, in_working_days):
    read = Definition(code="M-1", about="a", audience="b", offsets=written, template="c", pausable=True, active=True)

    assert (read.offsets, read.in_working_days) == (offsets, in_working_days)


def test_days_of_both_sorts_in_one_reminder_are_refused():
    with pytest.raises(ValueError, match="write all offsets as days"):
        Definition(code="M-1", about="a", audience="b", offsets=["-1wd", 2], template="c", pausable=True, active=True)


@pytest.mark.parametrize(
    ("offsets", "words"),
    [
        ([-14, -7, -2], "14, 7 and 2 days before"),
        ([-1], "1 day before"),
        ([-3, 0, 3], "3 days before, on the day, 3 days after"),
        (["-1wd", "0wd", "1wd"], "1 working day before, on the day, 1 working day after"),
    ],
)
def test_the_days_of_a_reminder_are_said_in_words(offsets, words):
    facts = {"code": "M-99", "about": "Tea", "audience": "x", "template": "account", "pausable": False, "active": True}

    assert Definition(**facts, offsets=offsets).when == words
