"""script/server from start to stop, as a person runs it."""

import os
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from stack import runtime
from stack.places import Places
from stack.services import free_port

from tests.commands.running import eventually, places_of_its_own, processes_below, run_command, start_command

pytestmark = pytest.mark.services

SECONDS_TO_END = 90  # as soon as it is over; a database ends late on a busy disk
COUNT_PEOPLE = ("shell", "-v0", "-c", "from sandbox_portal.people.models import User; print(User.objects.count())")


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


@pytest.fixture
def start(places: Places) -> Iterator[Callable[[], Portal]]:
    """Start the portal and wait until it has said all it has to say."""
    started: list[Portal] = []

    def run() -> Portal:
        port = free_port()
        process = start_command(places, "server", "--port", str(port))
        told = ""
        while "Ctrl-C stops it" not in told:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            told += line
        started.append(Portal(process, port, told))
        return started[-1]

    yield run
    for portal in started:
        portal.process.kill()
        portal.process.communicate()
    assert eventually(lambda: processes_below(places.var) == [], SECONDS_TO_END)


def test_it_answers_lists_people_and_stops_cleanly_on_ctrl_c(start, places):
    portal = start()

    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/", timeout=20) as answer:
        page = answer.read().decode()

    assert "<h1" in page
    assert f"The portal is at http://localhost:{portal.port}\n" in portal.told
    assert portal.told.count("@") >= 5
    assert portal.stop(signal.SIGINT) == (0, "Stopped.")
    assert processes_below(places.var) == []


def test_killed_it_leaves_nothing_behind_and_starts_again_with_its_data(start, places):
    portal = start()
    _, before, _ = run_command(places, "manage", *COUNT_PEOPLE)
    assert len(processes_below(places.var)) >= 6

    portal.process.kill()

    assert eventually(lambda: processes_below(places.var) == [], SECONDS_TO_END)
    start()
    assert int(before) > 0
    assert run_command(places, "manage", *COUNT_PEOPLE)[:2] == (0, before)


def test_every_part_that_is_killed_comes_back(start):
    portal = start()
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
    assert portal.stop(signal.SIGTERM) == (0, "Stopped.")


def test_other_commands_join_it_and_a_second_one_is_refused(start, places):
    portal = start()

    joined = run_command(places, "exec", "printenv", "DATABASE_URL")
    refused = run_command(places, "server")

    assert joined == (0, runtime.services_running(places)["DATABASE_URL"] + "\n", "")
    assert refused == (
        1,
        "",
        f"The portal already runs in this checkout at http://localhost:{portal.port}: stop that one first.\n",
    )


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
