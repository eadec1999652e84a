"""What goes wrong is told once to those who run the portal, and ends when it is well again."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from programme.actions import open_window
from sandbox_portal.casework import invariants, outbox, sweeping
from sandbox_portal.casework.heartbeats import RELAY, beat
from sandbox_portal.casework.models import Heartbeat, OutboxEntry
from sandbox_portal.documents import storage
from sandbox_portal.documents.models import EvidenceFile
from sandbox_portal.operations import tasks
from sandbox_portal.operations.models import Trouble
from sandbox_portal.operations.promises import damaged_files
from sandbox_portal.people.choices import Role
from tests.factories.people import make_staff
from tests.factories.rounds import make_round
from tests.factories.selection import make_draft


@pytest.fixture
def administrator(db):
    return make_staff(Role.SYSTEM_ADMINISTRATOR)


def open_now() -> list[str]:
    return list(Trouble.objects.filter(ended_at=None).order_by("kind").values_list("kind", flat=True))


def mails_about_trouble() -> int:
    return OutboxEntry.objects.filter(name="operations/trouble").count()


def late_entry() -> OutboxEntry:
    entry = outbox.queue_task("nothing.at_all", key="late")
    OutboxEntry.objects.filter(pk=entry.pk).update(due_at=entry.due_at - timedelta(minutes=6))
    return entry


def test_work_that_waits_for_more_than_five_minutes_is_told_once_to_each_administrator(administrator, at):
    late_entry()

    for minute in range(3):
        tasks.look_at_the_portal(at=at + timedelta(minutes=minute))

    assert (open_now(), mails_about_trouble()) == (["late"], 1)


def test_it_ends_when_the_work_is_done_and_is_told_again_when_it_comes_back(administrator, at):
    entry = late_entry()
    tasks.look_at_the_portal(at=at)
    OutboxEntry.objects.filter(pk=entry.pk).update(finished_at=at)
    tasks.look_at_the_portal(at=at)
    after_it_ended = open_now()
    OutboxEntry.objects.filter(pk=entry.pk).update(finished_at=None)
    tasks.look_at_the_portal(at=at)

    assert (after_it_ended, open_now(), mails_about_trouble()) == ([], ["late"], 2)


def test_a_part_that_fell_silent_is_told(administrator, at):
    beat(RELAY)
    Heartbeat.objects.filter(name=RELAY).update(seen_at=at - timedelta(seconds=61))

    tasks.look_at_the_portal(at=at)

    assert [trouble.sentence for trouble in Trouble.objects.all()] == ["The relay does not speak."]


def test_a_broken_timeline_and_a_change_by_hand_are_found_within_the_hour(administrator, at):
    draft = make_draft(open_window(make_round(), by=None, at=at))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE casework_event SET note = 'nothing happened' WHERE case_id = %s", [draft.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.cursor.execute("SET LOCAL portal.acting = ''; UPDATE people_organisation SET town = 'Elsewhere'")

    tasks.look_at_promises(at=at)

    broken = set(Trouble.objects.filter(ended_at=None).values_list("about", flat=True))
    assert broken == {"timelines are whole", "no row is changed past the portal"}


def test_everything_is_true_of_a_fresh_portal(at):
    make_draft(open_window(make_round(), by=None, at=at))

    assert invariants.breaches() == {}


def test_a_look_that_fails_is_a_breach_and_stops_no_other(db, monkeypatch):
    monkeypatch.setattr(invariants, "_looks", {"one": lambda: 1 / 0, "two": lambda: ["It is not."], "three": list})

    assert invariants.breaches() == {
        "one": ["It could not be looked at (ZeroDivisionError)."],
        "two": ["It is not."],
    }


def test_the_night_takes_away_what_ran_out_and_leaves_the_rest(db, at):
    Session.objects.create(session_key="old", session_data="", expire_date=at - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=at + timedelta(hours=1))
    cache.set("old", 1, timeout=-1)
    cache.set("new", 1, timeout=900)

    tasks.clear(at=at)

    assert (list(Session.objects.values_list("session_key", flat=True)), cache.get("new")) == (["new"], 1)


def test_a_clearing_that_fails_is_told_and_stops_no_other(administrator, at, monkeypatch):
    ran = []
    monkeypatch.setattr(sweeping, "_clearings", {"a": lambda at: 1 / 0, "b": lambda at: ran.append("b") or 1})

    tasks.clear(at=at)

    assert (ran, open_now()) == (["b"], ["clearing"])


def test_a_damaged_file_and_one_that_is_gone_are_found_in_the_night(administrator, at, worlds_file):
    whole, damaged, gone = (worlds_file(text) for text in (b"whole", b"damaged", b"gone"))
    (storage.root() / damaged.stored_name).write_bytes(b"damagED")
    storage.discard(gone.stored_name)

    tasks.scrub_files(at=at)

    assert sorted(damaged_files()) == sorted(f"evidence file {each.pk}" for each in (damaged, gone))
    assert (open_now(), str(whole.pk) in str(list(damaged_files()))) == (["damaged_file"] * 2, False)


@pytest.fixture
def worlds_file(db):
    def make(text: bytes) -> EvidenceFile:
        name, sha256, size = storage.keep(BytesIO(text), folder="evidence")
        return EvidenceFile.objects.create(sha256=sha256, size=size, media_type="text/plain", stored_name=name)

    return make
