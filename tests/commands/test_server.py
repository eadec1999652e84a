"""script/server from start to stop, as a person runs it."""

import os
import signal
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from stack import runtime
from stack.services import free_port

pytestmark = pytest.mark.services

SECONDS_TO_END = 30
COUNT_PEOPLE = ("shell", "-v0", "-c", "from sandbox_portal.people.models import User; print(User.objects.count())")


@dataclass
class Portal:
    """A running script/server and what it has told so far."""

    process: subprocess.Popen[str]
    port: int
    told: str

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=SECONDS_TO_END)
        return self.process.returncode, said.splitlines()[-1] if said else ""


@pytest.fixture
def start(command: Callable[..., subprocess.Popen[str]]) -> Callable[[], Portal]:
    """Start the portal and wait until it has said all it has to say."""

    def run() -> Portal:
        port = free_port()
        process = command("server", "--port", str(port))
        told = ""
        while "Ctrl-C stops it" not in told:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            told += line
        return Portal(process, port, told)

    return run


def test_the_portal_answers_and_lists_people_to_sign_in_as(start):
    portal = start()

    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/", timeout=10) as answer:
        page = answer.read().decode()

    assert "<h1" in page
    assert f"The portal is at http://localhost:{portal.port}" in portal.told
    assert portal.told.count("@") >= 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_asked(start, places, processes_below, number):
    portal = start()

    assert portal.stop(number) == (0, "Stopped.")
    assert processes_below(places.var) == []


def test_nothing_is_left_after_the_supervisor_was_killed(start, places, processes_below, eventually):
    portal = start()
    assert len(processes_below(places.var)) >= 6

    portal.stop(signal.SIGKILL)

    assert eventually(lambda: processes_below(places.var) == [], SECONDS_TO_END)


def test_a_second_start_after_a_crash_keeps_the_data(start, finished):
    first = start()
    _, before, _ = finished("manage", *COUNT_PEOPLE)
    first.stop(signal.SIGKILL)

    start()

    assert int(before) > 0
    assert finished("manage", *COUNT_PEOPLE)[:2] == (0, before)


def test_every_part_that_is_killed_comes_back(start, places, processes_below, eventually):
    portal = start()
    children = children_of(portal.process.pid)
    for child in children:
        os.kill(child, signal.SIGKILL)

    def all_are_new() -> bool:
        now = children_of(portal.process.pid)
        return len(now) == len(children) and not set(now) & set(children)

    assert eventually(all_are_new, SECONDS_TO_END)
    assert eventually(lambda: answers(portal.port), SECONDS_TO_END)


def test_another_start_in_the_same_checkout_says_where_the_portal_is(start, finished):
    portal = start()

    status, _, said = finished("server")

    assert (status, said) == (
        1,
        f"The portal already runs in this checkout at http://localhost:{portal.port}: stop that one first.\n",
    )


def test_other_commands_use_the_database_of_the_running_portal(start, finished, places):
    start()

    status, printed, _ = finished("exec", "printenv", "DATABASE_URL")

    assert (status, printed.strip()) == (0, runtime.services_running(places)["DATABASE_URL"])


def children_of(process_id: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except OSError:
        return False
    return True
