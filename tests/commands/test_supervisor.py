"""Parts that end are started again, and none outlives the supervisor."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stack.processes import Program
from stack.supervisor import Supervisor
from stack.trouble import Trouble

from tests.commands.running import eventually

SCRIPTS = Path(__file__).resolve().parent.parent.parent / "script"
BECOME_PARENT = """
import sys, time; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from stack import processes
{protection}
program = processes.Program("part", ["sleep", "1000"], {{"PATH": "/usr/bin:/bin"}}, Path(sys.argv[2]), Path("/"))
print(program.start().pid, flush=True)
time.sleep(1000)
"""


def program(tmp_path: Path, *command: str, name: str = "part", carries_others: bool = False) -> Program:
    return Program(
        name, command, {"PATH": "/usr/bin:/bin"}, tmp_path / f"{name}.log", tmp_path, carries_others=carries_others
    )


def is_alive(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def child_of_a_killed_parent(tmp_path: Path, protection: str) -> int:
    parent = subprocess.Popen(
        [sys.executable, "-c", BECOME_PARENT.format(protection=protection), str(SCRIPTS), str(tmp_path / "part.log")],
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        child = int(parent.stdout.readline())
        parent.kill()
    return child


def test_a_part_ends_when_the_supervisor_is_killed(tmp_path):
    child = child_of_a_killed_parent(tmp_path, protection="")

    assert eventually(lambda: not is_alive(child), 5)


def test_without_the_kernels_signal_the_part_would_stay(tmp_path):
    child = child_of_a_killed_parent(tmp_path, protection="processes._end_with_parent = lambda stop_signal: None")

    try:
        assert not eventually(lambda: not is_alive(child), 1)
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_part_that_ends_is_started_again(tmp_path):
    supervisor = Supervisor()
    child = supervisor.start(program(tmp_path, "sleep", "1000"))
    first = child.process.pid
    child.process.kill()
    child.process.wait()

    def has_started_again() -> bool:
        supervisor.look_after()
        return child.process.pid != first

    try:
        assert eventually(has_started_again, 5)
    finally:
        supervisor.stop_all()


def test_each_pause_before_another_start_is_twice_the_last(tmp_path):
    supervisor = Supervisor()
    child = supervisor.start(program(tmp_path, "false"))
    pauses = []
    while len(pauses) < 3:
        child.process.wait()
        supervisor.look_after()
        pauses.append(child.pause)
        child.due = time.monotonic()
        supervisor.look_after()
    supervisor.stop_all()

    assert pauses == [1.0, 2.0, 4.0]


def test_a_part_that_never_starts_is_told_with_its_last_words(tmp_path):
    supervisor = Supervisor()
    child = supervisor.start(program(tmp_path, "sh", "-c", "echo the settings are wrong; exit 3", name="web"))
    child.process.wait()
    child.ended = 3

    with pytest.raises(Trouble) as trouble:
        supervisor.refuse_if_hopeless()

    supervisor.stop_all()
    log = tmp_path / "web.log"
    assert str(trouble.value) == f"web does not start: the settings are wrong (the whole story is in {log})"


def test_what_others_stand_on_stops_last(tmp_path):
    record = 'trap "echo $0 >> order; exit" TERM; touch $0.ready; while :; do sleep 0.05; done'
    supervisor = Supervisor()
    supervisor.start(program(tmp_path, "sh", "-c", record, "database", name="database", carries_others=True))
    supervisor.start(program(tmp_path, "sh", "-c", record, "web", name="web"))
    assert eventually(lambda: len(list(tmp_path.glob("*.ready"))) == 2, 5)

    supervisor.stop_all()

    assert (tmp_path / "order").read_text().split() == ["web", "database"]


def test_stopping_also_ends_what_a_part_started(tmp_path):
    supervisor = Supervisor()
    supervisor.start(program(tmp_path, "sh", "-c", "sleep 1000 & echo $! > grandchild; exec sleep 1000"))
    note = tmp_path / "grandchild"
    assert eventually(lambda: note.exists() and note.read_text() != "", 5)

    supervisor.stop_all()

    assert eventually(lambda: not is_alive(int(note.read_text())), 5)
