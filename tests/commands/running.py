"""The commands as they are run; what they make lies below a folder of the test."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from stack.places import Places

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SET_BY_THE_TEST_RUN = (
    *("DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "SEALING_KEY", "PORTAL_URL", "TESTING"),
    *("MEDIA_ROOT", "EMAIL_URL", "ALLOWED_HOSTS", "DEMONSTRATION"),
)


@contextlib.contextmanager
def places_of_its_own() -> Iterator[Places]:
    """This checkout's code and packages, with an empty var that PostgreSQL's unprivileged user may walk through."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        Path(folder).chmod(0o711)
        places = Places(root=CHECKOUT, var=Path(folder) / "var")
        places.prepare()
        yield places


def start_command(places: Places, name: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start a command of script/ that starts its own services and keeps its things in a var of its own."""
    inherited = {key: value for key, value in os.environ.items() if key not in SET_BY_THE_TEST_RUN}
    return subprocess.Popen(
        [sys.executable, CHECKOUT / "script" / name, *arguments],
        env={**inherited, "PORTAL_VAR": str(places.var), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_command(places: Places, name: str, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run a command to its end: status, what it printed, what it said to the person."""
    process = start_command(places, name, *arguments, **environment)
    printed, said = process.communicate(timeout=120)
    return process.returncode, printed, said


def processes_below(folder: Path) -> list[int]:
    """Processes that name a folder in their command line or their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if bytes(folder) in told:
            found.append(int(entry.name))
    return found


def eventually(is_true: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is true, or say that it did not become so."""
    until = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
