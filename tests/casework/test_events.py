"""The timeline: numbered, sealed, only ever added to; no stage without its event."""

import threading
from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction

from sandbox_portal.casework.audit import anchor_audit
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case, Event
from sandbox_portal.people.clock import database_now, travelled_to

from .conftest import check_promises_now, committed
from .kinds import DRAFT, SENT, open_leaflet


def test_events_of_a_case_are_numbered_and_each_holds_the_seal_of_the_one_before(leaflet, owner):
    record(leaflet, verb="looked_at", by=owner, at=database_now())
    record(leaflet, verb="reminded", by=None, at=database_now())

    events = list(Event.objects.filter(case=leaflet))
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == ["", events[0].hash, events[1].hash]
    assert all(len(event.hash) == 64 for event in events)
    assert [event.actor_kind for event in events] == ["person", "person", "clock"]


def test_the_event_returned_is_the_event_stored(leaflet, owner):
    event = record(leaflet, verb="looked_at", by=owner, at=database_now())

    stored = Event.objects.get(pk=event.pk)
    assert (event.sequence, event.hash, event.recorded_at) == (stored.sequence, stored.hash, stored.recorded_at)


def test_the_time_of_writing_cannot_be_given(leaflet, owner):
    long_ago = database_now() - timedelta(days=400)

    event = Event.objects.create(
        case=leaflet, verb="backdated", by=owner, actor_kind="person", at=long_ago, recorded_at=long_ago
    )

    assert Event.objects.get(pk=event.pk).recorded_at > long_ago + timedelta(days=399)


def test_an_event_cannot_be_dated_in_the_future(leaflet, owner):
    with pytest.raises(IntegrityError, match="dated in the future"), transaction.atomic():
        record(leaflet, verb="foreseen", by=owner, at=database_now() + timedelta(minutes=1))


def test_a_demonstration_that_moved_its_clock_still_writes_true_times_of_writing(leaflet, owner):
    before = database_now()

    with travelled_to(before + timedelta(days=100)):
        event = record(leaflet, verb="looked_at", by=owner, at=database_now())

    assert event.recorded_at < before + timedelta(minutes=5)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE casework_event SET note = 'nothing happened'",
        "DELETE FROM casework_event",
        "SET LOCAL portal.allow_truncate = 'off'; TRUNCATE casework_event",
        "UPDATE casework_auditanchor SET digest = ''",
    ],
)
def test_events_and_seals_can_only_be_added(leaflet, tampering):
    anchor_audit(at=database_now())
    check_promises_now()

    with pytest.raises(Error, match="rows are only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tampering)


def test_a_stage_cannot_be_assigned_without_its_event(leaflet):
    with pytest.raises(IntegrityError, match="its newest step led to draft"), committed():
        Case.objects.filter(pk=leaflet.pk).update(stage=SENT)


def test_a_case_cannot_appear_without_its_first_event(organisation):
    with pytest.raises(IntegrityError, match="led to nowhere"), committed():
        Case.objects.create(
            kind="leaflet",
            organisation=organisation,
            title="Smuggled",
            stage=DRAFT,
            stage_since=database_now(),
            owner_role="provider",
        )


def test_an_event_cannot_tell_of_a_stage_the_case_is_not_in(leaflet, owner):
    with pytest.raises(IntegrityError, match="is at draft"), committed():
        record(leaflet, verb="sent", by=owner, at=database_now(), from_stage=DRAFT, to_stage=SENT)


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_case_make_one_unbroken_chain(organisation, owner):
    leaflet = open_leaflet(organisation, by=owner, at=database_now())
    ready = threading.Barrier(8)

    def write():
        try:
            ready.wait(timeout=10)
            for _ in range(10):
                record(leaflet, verb="looked_at", by=owner, at=database_now())
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    events = list(Event.objects.filter(case=leaflet))
    assert [event.sequence for event in events] == list(range(1, 82))
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]
