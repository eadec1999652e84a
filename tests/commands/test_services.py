"""The embedded database and broker keep what they were given, whatever happens to them."""

import signal
import subprocess

import psycopg2
import pytest
import redis
from stack import reach, runtime, services
from stack.environment import development_secrets
from stack.postgres import Cluster, find_binaries, version_of_data
from stack.trouble import Trouble

from tests.commands.running import eventually

pytestmark = pytest.mark.services

WRITE = "create table if not exists kept (word text); insert into kept values ('kept')"


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_a_second_start_finds_the_data_of_the_first(places, own_services):
    with services.kept(places) as (_, urls):
        ask(urls["DATABASE_URL"], WRITE)
        redis.Redis.from_url(urls["CELERY_BROKER_URL"]).rpush("queue", "task")

    with services.kept(places) as (_, urls):
        found = (
            ask(urls["DATABASE_URL"], "select word from kept"),
            redis.Redis.from_url(urls["CELERY_BROKER_URL"]).lrange("queue", 0, -1),
        )

    assert found == ([("kept",)], [b"task"])


def test_killed_services_start_again_with_their_data(places, own_services):
    with services.kept(places) as (supervisor, urls):
        ask(urls["DATABASE_URL"], WRITE)
        redis.Redis.from_url(urls["CELERY_BROKER_URL"]).rpush("queue", "task")
        for child in supervisor.children:
            child.process.kill()

        def is_back() -> bool:
            supervisor.look_after()
            try:
                return ask(urls["DATABASE_URL"], "select word from kept") == [("kept",)] and redis.Redis.from_url(
                    urls["CELERY_BROKER_URL"]
                ).lrange("queue", 0, -1) == [b"task"]
            except (psycopg2.OperationalError, redis.ConnectionError):
                return False

        assert eventually(is_back, 30)


def test_starting_over_forgets_the_data(places, own_services):
    with services.kept(places) as (_, urls):
        ask(urls["DATABASE_URL"], WRITE)

    services.erase(places)

    with services.kept(places) as (_, urls):
        assert ask(urls["DATABASE_URL"], "select to_regclass('kept')") == [(None,)]


def test_a_database_whose_making_broke_off_is_made_again(places, own_services):
    half_made = reach.data_folder(places, "postgres")
    half_made.mkdir(parents=True)
    (half_made / "base").mkdir()
    (half_made.with_name("postgres.unfinished")).mkdir()

    with services.kept(places) as (_, urls):
        assert ask(urls["DATABASE_URL"], "select 1") == [(1,)]


def test_the_database_wants_its_password(places, own_services):
    with services.kept(places) as (_, urls):
        wrong = urls["DATABASE_URL"].replace(development_secrets(places)["POSTGRES_PASSWORD"], "guess")

        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            ask(wrong, "select 1")


def test_the_broker_wants_its_password(places, own_services):
    with services.kept(places) as (_, urls):
        port = urls["CELERY_BROKER_URL"].rsplit(":", 1)[1]

        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(f"redis://127.0.0.1:{port}").ping()


def test_services_named_outside_are_not_started(places, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@elsewhere.example/theirs")
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://elsewhere.example")

    with services.kept(places) as (supervisor, urls):
        assert (supervisor.children, urls) == ([], {})


def test_throwaway_services_leave_no_file(places, own_services, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(places.var))

    with services.throwaway(places) as urls:
        assert ask(urls["DATABASE_URL"], "show fsync") == [("off",)]
        assert list(places.var.glob("portal-*")) != []

    assert list(places.var.glob("portal-*")) == []


def test_only_one_command_at_a_time_holds_the_database(places):
    with runtime.sole_use(places), pytest.raises(Trouble, match="is using the database of this checkout"):
        runtime.sole_use(places).__enter__()


def test_other_commands_may_join_a_running_portal(places):
    with runtime.sole_use(places):
        assert runtime.services_running(places) is None

        runtime.publish(places, {"DATABASE_URL": "postgres://here"})

        assert runtime.services_running(places) == {"DATABASE_URL": "postgres://here"}


def test_what_a_killed_portal_published_is_not_believed(places):
    runtime.publish(places, {"DATABASE_URL": "postgres://gone"})

    assert runtime.services_running(places) is None


def test_data_of_another_postgresql_is_not_touched(places):
    with pytest.raises(Trouble, match="was made by PostgreSQL 9, which is not on this machine"):
        find_binaries(places, version=9)


def test_a_server_whose_supervisor_was_killed_is_waited_for(places, own_services):
    binaries = reach.within_reach(find_binaries(places, version=None), places)
    folder = reach.data_folder(places, "postgres")
    cluster = Cluster(binaries, folder, services.free_port(), "word", places.log / "postgres.log")
    cluster.create()
    leftover = cluster.program().start()
    cluster.wait_until_ready(leftover)
    leftover.send_signal(signal.SIGINT)

    cluster.wait_for_predecessor()

    assert (version_of_data(folder), ended(leftover)) == (binaries.version, True)


def ended(process: subprocess.Popen[bytes]) -> bool:
    return process.wait(timeout=5) == 0
