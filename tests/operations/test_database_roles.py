"""The owner changes the shape, web and worker rows, the reader nothing; the database itself refuses (G10)."""

from contextlib import contextmanager
from functools import cache

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from programme.actions import open_window
from sandbox_portal.casework.audit import anchor_audit
from sandbox_portal.casework.heartbeats import RELAY, beat
from sandbox_portal.operations.database_roles import (
    KINDS,
    LOCKED_BY_ACTIONS,
    READER,
    READER_BLIND_COLUMNS,
    WEB,
    WORKER,
)
from sandbox_portal.operations.models import RowChange
from sandbox_portal.people.clock import database_now
from tests.factories.rounds import make_round
from tests.factories.selection import make_application

REFUSED = "42501"
EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
ONLY_ADDED = ("casework_event", "people_personevent")


@pytest.fixture
def prefix(db):
    """Roles of this test, undone with its transaction."""
    call_command("database_roles", "--apply", "--prefix", "roles_of_test", verbosity=0)
    return "roles_of_test"


@contextmanager
def acting_as(role: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield cursor
        cursor.execute("RESET ROLE")


def rights(role: str, table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(kind, ' ' ORDER BY place) FROM unnest(%s) WITH ORDINALITY AS kinds (kind, place)"
            " WHERE has_table_privilege(%s, %s, kind)",
            [list(EVERYTHING), role, table],
        )
        return cursor.fetchone()[0] or ""


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]


@cache
def only_added() -> set[str]:
    """The tables whose trigger refuses changes, as the database itself has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'refuse_change'")
        return {table for (table,) in cursor.fetchall()}


def refusal(role: str, statement: str) -> str:
    """The code with which the database refuses, or nothing."""
    try:
        with transaction.atomic(), acting_as(role) as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return error.__cause__.pgcode
    return ""


@pytest.mark.parametrize(
    ("table", "web", "worker", "readonly"),
    [
        ("casework_case", "SELECT INSERT UPDATE DELETE", "SELECT INSERT UPDATE DELETE", "SELECT"),
        ("casework_event", "SELECT INSERT", "SELECT INSERT", "SELECT"),
        ("people_personevent", "SELECT INSERT", "SELECT INSERT", "SELECT"),
        ("casework_auditanchor", "SELECT", "SELECT INSERT", "SELECT"),
        ("casework_heartbeat", "SELECT", "SELECT INSERT UPDATE DELETE", "SELECT"),
        ("casework_outboxentry", "SELECT INSERT UPDATE DELETE", "SELECT INSERT UPDATE DELETE", ""),
        ("operations_rowchange", "SELECT", "SELECT", "SELECT"),
        ("django_migrations", "SELECT", "SELECT", "SELECT"),
        ("django_session", "SELECT INSERT UPDATE DELETE", "SELECT INSERT UPDATE DELETE", ""),
        ("mfa_authenticator", "SELECT INSERT UPDATE DELETE", "SELECT INSERT UPDATE DELETE", ""),
        ("people_user", "SELECT INSERT UPDATE DELETE", "SELECT INSERT UPDATE DELETE", ""),
    ],
)
def test_each_role_has_exactly_these_rights(prefix, table, web, worker, readonly):
    found = tuple(rights(f"{prefix}_{kind}", table) for kind in ("web", "worker", "readonly"))

    assert found == (web, worker, readonly)


def test_every_table_has_its_rights_for_every_role(prefix):
    """A table that a migration made and nobody thought of fails here, and not at the first visitor's request."""
    expected, found = {}, {}
    for kind in KINDS:
        for table in tables():
            wanted = kind.rights(table, only_added=only_added())
            by_column = kind is READER and table in READER_BLIND_COLUMNS
            expected[kind.name, table] = set() if by_column else set(wanted)
            found[kind.name, table] = set(rights(f"{prefix}_{kind.name}", table).split())

    assert found == expected
    assert {"casework_case", "questions_answer", "selection_application"} <= set(tables())


def test_a_table_made_later_has_no_rights_until_the_command_ran_again(prefix):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id int)")
    before = rights(f"{prefix}_web", "made_later")
    call_command("database_roles", "--apply", "--prefix", prefix, verbosity=0)

    assert (before, rights(f"{prefix}_web", "made_later")) == ("", "SELECT INSERT UPDATE DELETE")


def test_who_only_adds_rows_may_only_add_them(prefix):
    """Every table whose trigger refuses changes, but those that an action locks before it adds the next row."""
    may_change = {
        table
        for kind in (WEB, WORKER)
        for table in only_added()
        if set(rights(f"{prefix}_{kind.name}", table).split()) & {"UPDATE", "DELETE"}
    }

    assert {"casework_event", "people_personevent", "questions_answerrevision"} <= only_added()
    assert may_change == LOCKED_BY_ACTIONS


def test_no_role_may_empty_a_table_hang_something_on_it_or_make_one(prefix):
    too_much = [
        (kind, model._meta.db_table)
        for model in apps.get_models()
        for kind in ("web", "worker", "readonly")
        if set(rights(f"{prefix}_{kind}", model._meta.db_table).split()) & {"TRUNCATE", "REFERENCES", "TRIGGER"}
    ]

    assert too_much == []
    assert {refusal(f"{prefix}_{kind}", "CREATE TABLE mine (id int)") for kind in ("web", "worker", "readonly")} == {
        REFUSED
    }
    assert refusal(f"{prefix}_web", "ALTER TABLE casework_event DISABLE TRIGGER ALL") == REFUSED


@pytest.mark.parametrize("table", ONLY_ADDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET note = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_web_cannot_change_what_was_done(prefix, table, statement):
    assert refusal(f"{prefix}_web", statement.format(table)) == REFUSED


def test_the_web_can_neither_write_nor_forge_the_history_of_rows(prefix):
    forged = "INSERT INTO operations_rowchange (table_name) VALUES ('people_user')"

    assert [refusal(f"{prefix}_{kind}", forged) for kind in ("web", "worker")] == [REFUSED, REFUSED]


def test_the_reader_sees_people_but_not_their_passwords(prefix):
    reads = [refusal(f"{prefix}_readonly", f"SELECT {column} FROM people_user") for column in ("name", "password", "*")]

    assert reads == ["", REFUSED, REFUSED]
    assert refusal(f"{prefix}_readonly", "UPDATE people_user SET name = ''") == REFUSED


def test_the_web_does_a_whole_application_with_its_own_rights_and_its_history_is_kept(prefix):
    round_ = open_window(make_round(), by=None, at=database_now())

    with acting_as(f"{prefix}_web"):
        application = make_application(round_)

    assert RowChange.objects.filter(case_id=application.pk, table_name="selection_application").exists()


def test_the_worker_beats_and_anchors_with_its_own_rights(prefix):
    with acting_as(f"{prefix}_worker"):
        beat(RELAY)
        anchor = anchor_audit(at=database_now())

    assert anchor.number == 1


def test_a_query_of_the_web_may_not_take_longer_than_ten_seconds(prefix):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolconfig FROM pg_roles WHERE rolname = %s", [f"{prefix}_web"])
        (limits,) = cursor.fetchone()

    assert sorted(limits) == [
        "idle_in_transaction_session_timeout=30s",
        "lock_timeout=3s",
        "statement_timeout=10s",
        "synchronous_commit=on",
    ]


def test_giving_the_rights_again_changes_nothing(prefix, capsys):
    before = [rights(f"{prefix}_web", model._meta.db_table) for model in apps.get_models()]

    call_command("database_roles", "--apply", "--prefix", prefix)

    assert [rights(f"{prefix}_web", model._meta.db_table) for model in apps.get_models()] == before


def test_the_statements_can_be_read_before_they_are_run(db, capsys):
    call_command("database_roles")

    printed = capsys.readouterr().out
    assert 'GRANT INSERT, SELECT ON "casework_event" TO "portal_web";' in printed
    assert "PASSWORD" not in printed
