"""The database killed in mid-write, cut off, full: nothing acknowledged is lost, and the web recovers (C02, C17)."""

import http.client
import itertools
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection
from stack import reach, services
from stack.places import Places
from stack.postgres import Cluster, find_binaries

from tests.commands.running import eventually, places_of_its_own

from .processes import answers, database_url_of_the_test, free_port, until
from .wire import Wire

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
KILLS = 2
WRITERS = 8
FEW = 10


def get(port: int, path: str = "/") -> tuple[int, str]:
    """Status and Retry-After of one page."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as there:
        there.request("GET", path, headers={"Host": "localhost"})
        with there.getresponse() as answer:
            answer.read()
            return answer.status, answer.headers.get("Retry-After", "")


def test_while_the_database_is_away_people_are_told_when_to_come_back_and_the_web_recovers_by_itself(processes):
    at = connection.settings_dict
    wire, port = Wire(at["HOST"], int(at["PORT"])), free_port()
    url = database_url_of_the_test().replace(f":{at['PORT']}/", f":{wire.port}/")
    processes.start_web(port, DATABASE_URL=url)
    until(lambda: answers(port), f"the web answers\n{processes.log()}")

    told = [get(port), get(port, "/health")]
    wire.cut()
    told += [get(port), get(port, "/health"), get(port)]
    wire.mend()
    told += [get(port), get(port, "/health")]
    wire.cut()

    assert told == [(200, ""), (200, ""), (503, "5"), (503, ""), (503, "5"), (200, ""), (200, "")]


@pytest.fixture
def as_few(db):
    """The address of the web's own role, which may have ten connections at once."""
    call_command("database_roles", "--apply", "--prefix", "fault_test", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE fault_test_web LOGIN PASSWORD 'a-word-of-this-test' CONNECTION LIMIT {FEW}")
    yield f"postgres://fault_test_web:a-word-of-this-test@{database_url_of_the_test().rsplit('@', 1)[1]}"
    with connection.cursor() as cursor:
        for kind in ("web", "worker", "readonly"):
            cursor.execute(f"DROP OWNED BY fault_test_{kind}")
            cursor.execute(f"DROP ROLE fault_test_{kind}")


def test_while_all_connections_are_taken_people_are_told_so_and_it_passes(processes, as_few):
    port = free_port()
    processes.start_web(port, DATABASE_URL=as_few)
    until(lambda: answers(port), f"the web answers\n{processes.log()}")
    taken = [psycopg2.connect(as_few) for _ in range(FEW)]

    with ThreadPoolExecutor(20) as people:
        told = set(people.map(lambda _: get(port, "/rounds/"), range(40)))
    for each in taken:
        each.close()
    until(lambda: get(port, "/rounds/") == (200, ""), "a page comes", seconds=5)
    afterwards = {get(port, "/rounds/") for _ in range(5)}
    processes.kill("web")

    assert (told, afterwards) == ({(503, "5")}, {(200, "")})


class Killed:
    """A cluster of its own that is killed and started again while people write."""

    def __init__(self, places: Places, *settings: str) -> None:
        binaries = reach.within_reach(find_binaries(places, version=None), places)
        folder = reach.data_folder(places, "postgres")
        self.cluster = Cluster(binaries, folder, services.free_port(), "word", places.log / "postgres.log", settings)
        self.cluster.create()
        self.process = self._start()
        self.numbers, self.acknowledged, self.ended = itertools.count(), set(), False

    def _start(self):
        process = self.cluster.program().start()
        self.cluster.wait_until_ready(process)
        return process

    def write(self) -> None:
        """Write one row after another; keep what the database said it has."""
        while not self.ended:
            with suppress(psycopg2.Error), closing(psycopg2.connect(self.cluster.url)) as there:
                there.autocommit = True
                with there.cursor() as cursor:
                    while not self.ended:
                        number = next(self.numbers)
                        cursor.execute("INSERT INTO kept VALUES (%s)", [number])
                        self.acknowledged.add(number)
            time.sleep(0.02)

    def kill_and_start(self) -> None:
        """kill -9 of every process of it, and a start once all of them are gone."""
        group = self.process.pid
        children = [int(pid) for pid in Path(f"/proc/{group}/task/{group}/children").read_text().split()]
        for pid in (group, *children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        assert eventually(lambda: not any(map(is_running, children)), 10)
        (self.cluster.folder / "postmaster.pid").unlink(missing_ok=True)
        self.process = self._start()

    def lost(self, seconds: float) -> set[int]:
        """What was acknowledged and is not there after so many kills."""
        with closing(psycopg2.connect(self.cluster.url)) as there, there, there.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS kept; CREATE TABLE kept (number bigint PRIMARY KEY)")
        writers = [threading.Thread(target=self.write) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            time.sleep(seconds)
            self.kill_and_start()
        self.ended = True
        for writer in writers:
            writer.join()
        with closing(psycopg2.connect(self.cluster.url)) as there, there, there.cursor() as cursor:
            cursor.execute("SELECT number FROM kept")
            there_now = {number for (number,) in cursor.fetchall()}
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        return self.acknowledged - there_now


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture(scope="module")
def one_cluster():
    """Where both tests keep the data of their cluster, because making one takes longest."""
    with pytest.MonkeyPatch.context() as patch, places_of_its_own() as places:
        patch.delenv("DATABASE_URL", raising=False)
        yield places


def test_everything_acknowledged_is_there_after_the_database_was_killed_in_mid_write(one_cluster):
    killed = Killed(one_cluster)

    lost = killed.lost(0.5)

    assert (lost, len(killed.acknowledged) > 50) == (set(), True)


def test_twin_without_waiting_for_the_disk_acknowledged_rows_are_lost(one_cluster):
    killed = Killed(one_cluster, "synchronous_commit=off", "wal_writer_delay=10s", "wal_writer_flush_after=1GB")

    assert killed.lost(0.3) != set()
