"""What the health checks of docker-compose.yml ask, and the command that says it to people."""

from contextlib import closing

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from stack import alive

from sandbox_portal.casework.heartbeats import RELAY, WORKER, beat
from tests.faults.processes import database_url_of_the_test


@pytest.mark.django_db
def test_a_part_that_has_just_spoken_is_alive(capsys):
    beat(RELAY)

    call_command("heartbeat_status", RELAY)

    assert capsys.readouterr().out == "relay: seen 0 seconds ago\n"


@pytest.mark.django_db
def test_a_part_that_never_spoke_is_not():
    beat(RELAY)

    with pytest.raises(CommandError, match="It is silent"):
        call_command("heartbeat_status", WORKER)


@pytest.mark.django_db
def test_the_health_check_asks_without_django_and_says_the_same(capsys, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url_of_the_test())
    with closing(psycopg2.connect(database_url_of_the_test())) as beside:  # what is undone, nobody else could see
        beside.autocommit = True
        with beside.cursor() as cursor:
            cursor.execute("INSERT INTO casework_heartbeat (name, seen_at, busy_with) VALUES ('relay', now(), '')")
            codes = [alive.main([name]) for name in (RELAY, WORKER, "nobody")]
            cursor.execute("DELETE FROM casework_heartbeat")

    assert codes == [0, 1, 2]
    assert capsys.readouterr().out == "relay: seen 0 seconds ago\nworker: never seen – SILENT\n"


def test_without_a_database_nobody_is_called_alive(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:9/nothing")

    assert (alive.main([RELAY]), capsys.readouterr().err) == (1, "The database does not answer.\n")
