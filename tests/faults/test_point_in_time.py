"""Back to the second before a mistake, by a real PostgreSQL with its archived log (C28)."""

import os
import signal
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from stack import reach, services
from stack.archive import archiving
from stack.places import Places
from stack.postgres import Cluster, find_binaries
from stack.processes import without_privileges

from sandbox_portal.operations.backups import BackupTrouble
from sandbox_portal.operations.point_in_time import bases, make_base, wind_back
from tests.commands.running import eventually, places_of_its_own

from .processes import database_url_of_the_test

pytestmark = pytest.mark.services


class Server:
    """One PostgreSQL on one folder, while the block runs."""

    def __init__(self, places: Places, folder: Path, *settings: str) -> None:
        binaries = reach.within_reach(find_binaries(places, version=None), places)
        self.cluster = Cluster(binaries, folder, services.free_port(), "word", places.log / "postgres.log", settings)

    def __enter__(self) -> "Server":
        self.cluster.create()
        self.process = self.cluster.program().start()
        self.cluster.wait_until_ready(self.process)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    @property
    def url(self) -> str:
        return self.cluster.url

    def ask(self, statement: str) -> list:
        with closing(psycopg2.connect(self.url)) as there:
            there.autocommit = True
            with there.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []


def given_to_postgres(folder: Path) -> Path:
    run_as = without_privileges()
    for each in (folder, *folder.rglob("*")):
        os.chown(each, run_as.get("user", -1), run_as.get("group", -1))
    return folder


@pytest.fixture(scope="module")
def mistake():
    """A table of three, a copy, a fourth row, and then a DELETE without a WHERE; the log of all of it is archived."""
    with pytest.MonkeyPatch.context() as patch, places_of_its_own() as places:
        patch.delenv("DATABASE_URL", raising=False)
        archive, place = places.var / "wal", places.var / "bases"
        with Server(places, reach.data_folder(places, "postgres"), *archiving(archive)) as server:
            server.ask("CREATE TABLE kept (number int); INSERT INTO kept VALUES (1), (2), (3)")
            make_base(place, url=server.url)
            server.ask("SELECT pg_sleep(1.1)")  # a copy is named by its second
            server.ask("INSERT INTO kept VALUES (4)")
            ((before,),) = server.ask("SELECT clock_timestamp()")
            server.ask("DELETE FROM kept")
            ((after,),) = server.ask("SELECT clock_timestamp()")
            server.ask("CREATE TABLE later (number int)")
            ((last,),) = server.ask("SELECT pg_walfile_name(pg_switch_wal())")
            assert eventually(lambda: (archive / last).exists(), 20)
        yield places, place, archive, before, after


def numbers_at(places: Places, place: Path, archive: Path, to: datetime, name: str) -> list[int]:
    data = places.var.parent / name
    wind_back(place, archive=archive, to=to, data=data)
    with Server(places, given_to_postgres(data)) as server:
        assert eventually(lambda: server.ask("SELECT pg_is_in_recovery()") == [(False,)], 20)
        return [number for (number,) in server.ask("SELECT number FROM kept ORDER BY 1")]


def test_everything_is_there_as_it_was_before_the_mistake_with_what_came_after_the_copy(mistake):
    places, place, archive, before, _after = mistake

    assert numbers_at(places, place, archive, before, "before") == [1, 2, 3, 4]


def test_twin_a_moment_later_the_mistake_is_there_too(mistake):
    places, place, archive, _before, after = mistake

    assert numbers_at(places, place, archive, after, "after") == []


def test_what_cannot_be_reached_is_refused_and_nothing_is_touched(mistake, tmp_path):
    _places, place, archive, before, _after = mistake
    (moment, _folder), *_others = bases(place)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()

    for sentence, named in {
        "not empty": {"data": tmp_path / "full", "to": before, "archive": archive},
        "finished before that moment": {"data": tmp_path / "new", "to": moment, "archive": archive},
        "no archived log": {"data": tmp_path / "new", "to": before, "archive": tmp_path / "nowhere"},
    }.items():
        with pytest.raises(BackupTrouble, match=sentence):
            wind_back(place, **named)
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_the_commands_say_what_is_wrong(tmp_path):
    there = {"archive": tmp_path, "data": tmp_path / "new"}

    with pytest.raises(CommandError, match="Write the moment like"):
        call_command("wind_back", tmp_path, to="yesterday", **there)
    with pytest.raises(CommandError, match="No copy below"):
        call_command("wind_back", tmp_path, to=datetime.now(UTC).isoformat(), **there)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_keeps_no_log_cannot_be_copied_for_this(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url_of_the_test())
    with pytest.raises(CommandError, match="does not keep its log"):
        call_command("base_copy", tmp_path / "bases")
