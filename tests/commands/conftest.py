"""The commands are tested as they are run; what they make lies below a folder of the test."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(CHECKOUT / "script"))

from stack.places import Places  # noqa: E402 - found through the line above


@pytest.fixture
def places() -> Iterator[Places]:
    """This checkout's code and packages, with an empty var that PostgreSQL's unprivileged user may walk through."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        Path(folder).chmod(0o711)
        places = Places(root=CHECKOUT, var=Path(folder) / "var")
        places.prepare()
        yield places


@pytest.fixture
def own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the database and broker of the test run, so that a command starts its own."""
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "SEALING_KEY", "PORTAL_URL", "TESTING"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def command(places: Places, own_services: None) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command of script/ with a var of its own; whatever still runs afterwards is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(name: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, CHECKOUT / "script" / name, *arguments],
            env={**os.environ, "PORTAL_VAR": str(places.var), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture
def finished(command: Callable[..., subprocess.Popen[str]]) -> Callable[..., tuple[int, str, str]]:
    """Run a command to its end: status, what it printed, what it said to the person."""

    def run(name: str, *arguments: str, **environment: str) -> tuple[int, str, str]:
        process = command(name, *arguments, **environment)
        printed, said = process.communicate(timeout=120)
        return process.returncode, printed, said

    return run


@pytest.fixture
def processes_below() -> Callable[[Path], list[int]]:
    """Processes that name a folder in their command line or work with its settings."""

    def find(folder: Path) -> list[int]:
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if bytes(folder) in told and int(entry.name) != os.getpid():
                found.append(int(entry.name))
        return found

    return find


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool], float], bool]:
    """Wait until something is true, or say that it did not become so."""

    def wait(is_true: Callable[[], bool], seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not is_true():
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    return wait
