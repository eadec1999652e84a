"""script/manage starts a database only for commands that use one."""

from tests.commands.running import processes_below

NO_POSTGRES = {"POSTGRES_BIN": "/nowhere", "PATH": "/usr/bin:/bin"}


def test_help_starts_no_database(finished, places):
    status, printed, _ = finished("manage", "help", **NO_POSTGRES)

    assert (status, "migrate" in printed, (places.var / "postgres").exists()) == (0, True, False)


def test_recompute_starts_no_database(finished, places):
    status, printed, said = finished("manage", "recompute", "--help", **NO_POSTGRES)

    assert (status, printed.startswith("usage: manage.py recompute"), said) == (0, True, "")
    assert not (places.var / "postgres").exists()


def test_a_command_that_needs_one_gets_it_for_as_long_as_it_runs(finished, places):
    status, printed, _ = finished("manage", "showmigrations", "people")

    assert (status, printed.splitlines()[0]) == (0, "people")
    assert processes_below(places.var) == []


def test_the_status_of_the_command_is_passed_on(finished):
    assert finished("manage", "no-such-command")[0] == 1
    assert finished("exec", "--throwaway", "sh", "-c", "exit 7", DATABASE_URL="x", CELERY_BROKER_URL="x")[0] == 7
