"""A part that runs but no longer speaks is ended and started again (C05); one that is not to blame is left alone."""

import signal
import time
from pathlib import Path

import pytest
from stack.processes import Program
from stack.supervisor import Supervisor
from stack.watchdog import Watchdog

from tests.commands.running import eventually

SPEAKS = "while :; do date +%s%N > {name}.spoke; sleep 0.05; done"
MAY_BE_SILENT = 0.6
WELL = {"relay": (0.0, ""), "broker": (0.0, ""), "worker": (0.0, ""), "scheduler": (0.0, "")}


class Parts:
    """Small programs that write down when they spoke, under a supervisor."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.supervisor = folder, Supervisor()

    def start(self, name: str):
        command = ["sh", "-c", SPEAKS.format(name=name)]
        environment = {"PATH": "/usr/bin:/bin"}
        return self.supervisor.start(Program(name, command, environment, self.folder / f"{name}.log", self.folder))

    def signs(self):
        notes = {path.stem: (time.time() - path.stat().st_mtime, "") for path in self.folder.glob("*.spoke")}
        return {"relay": (0.0, ""), "broker": (0.0, ""), **notes}


@pytest.fixture
def parts(tmp_path):
    parts = Parts(tmp_path)
    yield parts
    parts.supervisor.stop_all()


def freeze(parts, child) -> int:
    """Once it has spoken; before that nobody could tell a frozen part from one that is starting."""
    assert eventually(lambda: child.program.name in parts.signs(), 10)
    child.process.send_signal(signal.SIGSTOP)
    return child.process.pid


def test_a_frozen_worker_is_ended_and_started_again(parts):
    worker = parts.start("worker")
    watchdog = Watchdog(parts.supervisor, parts.signs, may_be_silent=MAY_BE_SILENT, may_start_in=MAY_BE_SILENT)
    frozen = freeze(parts, worker)

    def speaks_again() -> bool:
        watchdog.look()
        parts.supervisor.look_after()
        return worker.process.pid != frozen and parts.signs()["worker"][0] < MAY_BE_SILENT / 2

    assert eventually(speaks_again, 5)


def test_twin_without_the_watchdog_it_stays_frozen(parts):
    worker = parts.start("worker")
    frozen = freeze(parts, worker)

    def was_started_again() -> bool:
        parts.supervisor.look_after()
        return worker.process.pid != frozen

    assert not eventually(was_started_again, 3 * MAY_BE_SILENT)


@pytest.mark.parametrize(
    ("signs", "ended"),
    [
        (WELL, []),
        (WELL | {"worker": (61.0, "")}, ["worker"]),
        (WELL | {"worker": (61.0, "casework.perform")}, []),
        (WELL | {"worker": (601.0, "casework.perform")}, ["worker"]),
        (WELL | {"relay": (61.0, ""), "worker": (61.0, "")}, ["relay"]),
        (WELL | {"broker": (61.0, ""), "worker": (61.0, "")}, ["broker"]),
        (WELL | {"worker": (61.0, ""), "scheduler": (61.0, "")}, ["worker"]),
        (WELL | {"worker": (20.0, "casework.perform"), "scheduler": (61.0, "")}, []),
        (WELL | {"scheduler": (61.0, "")}, ["scheduler"]),
        (None, []),
    ],
    ids=[
        "everybody speaks",
        "a silent worker",
        "a worker with a long task",
        "a task that never ends",
        "a silent relay, through which the others are heard",
        "a silent broker, through which the others are heard",
        "a silent worker, through which the scheduler is heard",
        "a busy worker, through which the scheduler is heard",
        "a silent scheduler",
        "a database that does not answer",
    ],
)
def test_only_the_one_to_blame_is_ended(parts, signs, ended):
    for name in signs or WELL:
        parts.start(name).started -= 100

    assert Watchdog(parts.supervisor, lambda: signs, may_be_silent=60).look() == ended


def test_a_part_that_has_just_started_gets_its_time(parts):
    parts.start("worker")

    assert Watchdog(parts.supervisor, lambda: WELL | {"worker": (500.0, "")}, may_be_silent=60).look() == []
