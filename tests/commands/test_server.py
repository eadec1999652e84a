"""script/server from start to stop, as a person runs it."""

import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from stack import runtime
from stack.places import Places
from stack.services import free_port

from tests.commands.running import eventually, places_of_its_own, processes_below, run_command, start_command

pytestmark = pytest.mark.services

SECONDS_TO_END = 90  # as soon as it is over; a database ends late on a busy disk


@dataclass
class Portal:
    """A script/server and what it told when it had started."""

    process: subprocess.Popen[str]
    port: int
    told: str

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Send the signal: the status, and the last thing it said."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=SECONDS_TO_END)
        return self.process.returncode, said.splitlines()[-1]


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    """One var for all these tests: loading the demonstration takes longest."""
    with places_of_its_own() as places:
        yield places


class Running:
    """The portal of these tests, started when one is wanted and none runs: a start takes seconds."""

    def __init__(self, places: Places) -> None:
        self.places, self.portal = places, None

    def __call__(self) -> Portal:
        if self.portal is None or self.portal.process.poll() is not None:
            self.portal = self._start()
        return self.portal

    def _start(self) -> Portal:
        port = free_port()
        process = start_command(self.places, "server", "--port", str(port))
        told = ""
        while "Ctrl-C stops it" not in told:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            told += line
        return Portal(process, port, told)


@pytest.fixture(scope="module")
def running(places: Places) -> Iterator[Running]:
    """`running()` gives the portal that runs, once it has said all it has to say."""
    running = Running(places)
    yield running
    if running.portal:
        running.portal.process.kill()
        running.portal.process.communicate()
    assert eventually(lambda: processes_below(places.var) == [], SECONDS_TO_END)


def people_in(places: Places) -> int:
    address = runtime.services_running(places)["DATABASE_URL"]
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_user")
        return cursor.fetchone()[0]


def test_it_answers_and_lists_people(running):
    portal = running()

    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/", timeout=20) as answer:
        page = answer.read().decode()

    assert "<h1" in page
    assert f"The portal is at http://localhost:{portal.port}\n" in portal.told
    assert portal.told.count("@") >= 5


def test_other_commands_join_it_and_a_second_one_is_refused(running, places):
    portal = running()

    joined = run_command(places, "exec", "printenv", "DATABASE_URL")
    refused = run_command(places, "server")

    assert joined == (0, runtime.services_running(places)["DATABASE_URL"] + "\n", "")
    assert refused == (
        1,
        "",
        f"The portal already runs in this checkout at http://localhost:{portal.port}: stop that one first.\n",
    )


def test_every_part_that_is_killed_comes_back(running):
    portal = running()
    # The watchdog asks its first question just now: for an instant that process cannot be told from the supervisor.
    assert eventually(lambda: len(children_of(portal.process.pid)) == 6, SECONDS_TO_END)
    children = children_of(portal.process.pid)
    for child in children:
        os.kill(child, signal.SIGKILL)

    def all_are_new() -> bool:
        now = children_of(portal.process.pid)
        return len(now) == len(children) == 6 and not set(now) & set(children)

    assert eventually(all_are_new, SECONDS_TO_END)
    assert eventually(lambda: answers(portal.port), SECONDS_TO_END)


def test_killed_it_leaves_nothing_behind_and_starts_again_with_its_data(running, places):
    portal, before = running(), people_in(places)
    assert len(processes_below(places.var)) >= 6

    portal.process.kill()
    portal.process.communicate()

    assert eventually(lambda: processes_below(places.var) == [], SECONDS_TO_END)
    running()
    assert (before > 0, people_in(places)) == (True, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "told to end"])
def test_it_stops_cleanly(running, places, number):
    assert running().stop(number) == (0, "Stopped.")
    assert processes_below(places.var) == []


def children_of(process_id: int) -> list[int]:
    """The parts it looks after, without the watchdog's short question to the database."""
    numbers = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [int(number) for number in numbers if not asks_for_the_pulse(Path("/proc", number, "cmdline"))]


def asks_for_the_pulse(command_line: Path) -> bool:
    try:
        return b"stack.pulse" in command_line.read_bytes()
    except OSError:
        return True


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except OSError:
        return False
    return True
