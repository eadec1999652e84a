"""A new version while the old one serves: its migrations only add, and none holds a table up for long (C22, C23)."""

import threading
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import DeleteModel, RemoveField, RenameField, RenameModel

from tests.faults.processes import database_url_of_the_test, until

OURS = {"people", "casework", "questions", "documents", "operations", "register", "lookup", "programme", "selection"}
OURS |= {"registration", "inspection", "monitoring", "quality_mark"}
# What a process of the version before still reads or writes would be gone.
TAKES_AWAY = (DeleteModel, RemoveField, RenameField, RenameModel)
# Made before anybody ran the portal: no version before it was serving.
BEFORE_THE_FIRST_VERSION = {
    ("casework", "0005_queues"),
    ("documents", "0007_bundles_hang_on_their_jobs"),
    ("inspection", "0025_visits_of_any_case"),
    ("registration", "0017_a_visit_is_of_a_case"),
}


def that_take_away(migrations) -> set[tuple[str, str]]:
    return {
        (migration.app_label, migration.name)
        for migration in migrations
        if migration.app_label in OURS and any(isinstance(each, TAKES_AWAY) for each in migration.operations)
    }


def test_the_code_of_before_runs_on_the_tables_of_after_because_migrations_only_add():
    assert that_take_away(MigrationLoader(None).disk_migrations.values()) == BEFORE_THE_FIRST_VERSION


@pytest.fixture
def table(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trial_of_a_migration (number int)")
    yield "trial_of_a_migration"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE trial_of_a_migration")


@contextmanager
def somebody_reads(table):
    """A page that has begun to read the table and is not done."""
    with closing(psycopg2.connect(database_url_of_the_test())) as there, there.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        yield


def migrate(table):
    with connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE {table} ADD COLUMN more int")


def reads(table, *, within):
    """Whether another page can read the table, waiting at most so long."""
    with closing(psycopg2.connect(database_url_of_the_test())) as there, there.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{within}s'")
        try:
            cursor.execute(f"SELECT count(*) FROM {table}")
        except psycopg2.errors.LockNotAvailable:
            return False
        return True


def test_a_migration_that_must_wait_gives_up_lets_everybody_go_on_and_can_be_run_again(table):
    with somebody_reads(table):
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate(table)
        assert reads(table, within=1)

    migrate(table)


def test_twin_one_that_waits_for_ever_holds_up_everybody_behind_it(table):
    waits = threading.Thread(target=_migrate_without_limit, args=[table])
    with somebody_reads(table):
        waits.start()
        until(lambda: _is_waiting(table), "the migration waits for the reader")
        held_up = not reads(table, within=1)
    waits.join()

    assert held_up


def _migrate_without_limit(table):
    with closing(psycopg2.connect(database_url_of_the_test())) as there, there, there.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN more int")


def _is_waiting(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table])
        return cursor.fetchone()[0] > 0
