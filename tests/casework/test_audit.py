"""The record shows every tampering, also by somebody who may switch the triggers off."""

from contextlib import contextmanager

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from sandbox_portal.casework.audit import anchor_audit, find_breaks
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import AuditAnchor
from sandbox_portal.casework.relay import drain
from sandbox_portal.people.clock import database_now

from .conftest import check_promises_now
from .kinds import LEAFLETS, open_leaflet


@contextmanager
def triggers_off():
    check_promises_now()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def history(organisation, owner, lead):
    """Two cases with some history."""
    first = open_leaflet(organisation, by=owner, at=database_now())
    LEAFLETS.take_step(first, "send", by=owner, at=database_now())
    record(first, verb="noted", by=lead, at=database_now(), note="Asked for large print", data={"pages": 4})
    open_leaflet(organisation, by=owner, at=database_now())
    return first


def sentences(outside=""):
    return [found.sentence for found in find_breaks(outside=outside)]


def test_a_whole_record_has_no_breaks(history):
    anchor_audit(at=database_now())

    assert find_breaks(outside=str(AuditAnchor.objects.get())) == []


@pytest.mark.parametrize(
    "change",
    ["note = 'Asked for nothing'", "data = '{\"pages\": 5}'", "at = at - interval '1 day'", "verb = 'refused'"],
)
def test_a_changed_event_is_found_and_named(history, change):
    with triggers_off() as cursor:
        cursor.execute(f"UPDATE casework_event SET {change} WHERE case_id = %s AND sequence = 3", [history.pk])

    assert [str(found) for found in find_breaks()] == [
        f"Case {history.pk}, event 3: its words or its seal were changed."
    ]


def test_an_event_changed_and_sealed_anew_no_longer_fits_the_next_one(history):
    with triggers_off() as cursor:
        cursor.execute(
            "UPDATE casework_event SET note = 'Other', hash = casework_event_digest(case_id, sequence, verb, "
            "from_stage, to_stage, by_id, actor_kind, at, recorded_at, 'Other', data, previous_hash) "
            "WHERE case_id = %s AND sequence = 2",
            [history.pk],
        )

    assert [str(found) for found in find_breaks()] == [
        f"Case {history.pk}, event 3: it does not follow from the event before it."
    ]


def test_an_event_taken_from_the_middle_is_missed(history):
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM casework_event WHERE case_id = %s AND sequence = 2", [history.pk])

    assert sentences() == ["an event before it is missing"]


def test_a_cut_tail_is_found_by_the_anchor_of_the_day(history):
    anchor_audit(at=database_now())

    with triggers_off() as cursor:
        cursor.execute("DELETE FROM casework_event WHERE case_id = %s AND sequence = 3", [history.pk])

    assert [str(found) for found in find_breaks()] == [
        f"Case {history.pk}, event 3: it was there when anchor 1 was made and is not there now."
    ]


def test_twin_without_an_anchor_a_cut_tail_is_not_seen(history):
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM casework_event WHERE case_id = %s AND sequence = 3", [history.pk])

    assert find_breaks() == []


def test_a_cut_tail_whose_anchor_was_cut_too_is_found_by_the_anchor_in_the_mail(history, settings):
    settings.AUDIT_ADDRESS = "auditor@example.com"
    anchor_audit(at=database_now())
    drain()
    anchor = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("Anchor:"))

    with triggers_off() as cursor:
        cursor.execute("DELETE FROM casework_event WHERE case_id = %s AND sequence = 3", [history.pk])
        cursor.execute("DELETE FROM casework_auditanchor")

    assert sentences() == []
    assert sentences(outside=anchor.removeprefix("Anchor: ")) == ["what was mailed is not what is stored here"]


def test_an_anchor_made_anew_over_a_cut_tail_no_longer_fits(history):
    anchor_audit(at=database_now())

    with triggers_off() as cursor:
        cursor.execute("UPDATE casework_auditanchor SET heads = '[]'")

    assert sentences() == ["it was changed, or one before it is missing"]


def test_one_anchor_a_day_however_often_it_is_asked_for(history, settings):
    settings.AUDIT_ADDRESS = "auditor@example.com"

    first, second = anchor_audit(at=database_now()), anchor_audit(at=database_now())
    drain()

    assert first == second
    assert [message.to for message in mail.outbox] == [["auditor@example.com"]]


def test_the_command_is_silent_about_nothing(history, capsys):
    with triggers_off() as cursor:
        cursor.execute("UPDATE casework_event SET note = 'x' WHERE case_id = %s AND sequence = 3", [history.pk])

    with pytest.raises(CommandError, match="not whole") as stopped:
        call_command("verify_audit")

    assert stopped.value.returncode == 1
    assert f"Case {history.pk}, event 3" in capsys.readouterr().err
