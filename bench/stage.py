"""Databases, and programs that answer on socket files; all of it ends with the run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from .client import Client

PORTAL, FLOOR = "sandbox_portal.settings", "bench.floor.settings"
EMPTY = "bench_empty"
MADE_BEFORE = "BENCH_EMPTY_IS_MADE"  # in the environment of a part, when all are run in turn


@dataclass(frozen=True)
class Web:
    """A web process that answers on a socket file, and the program that looks after it."""

    path: Path
    pid: int

    def client(self) -> Client:
        return Client(self.path)

    def megabytes(self) -> float:
        """What its worker holds in memory now; the program that looks after it is left out."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        lines = [line for child in children for line in Path(f"/proc/{child}/status").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def make_database(name: str, *, like: str = "template0") -> str:
    """A database of this name in the cluster of DATABASE_URL, made again if it is there; returns its address."""
    address = os.environ["DATABASE_URL"]
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    connection.close()
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def empty_portal() -> None:
    """A migrated database without a row, like which the others are made; and the static files of web processes."""
    if MADE_BEFORE in os.environ:
        return
    database = make_database(EMPTY)
    run("manage.py", "migrate", "-v0", settings=PORTAL, database=database)
    run("manage.py", "collectstatic", "--no-input", "-v0", settings=PORTAL, database=database)


def environment(settings: str, database: str, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "TESTING"}
    return {**kept, "DEMONSTRATION": "1", "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": database, **more}


def run(*command: str, settings: str, database: str, **more: str) -> str:
    """Run a Python program to its end; what it printed last."""
    done = subprocess.run(
        [sys.executable, *command],
        env=environment(settings, database, **more),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    return done.stdout.strip().rpartition("\n")[2]


def filled(module: str, count: int, *, settings: str, database: str, **more: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(
        run("-m", "bench.within", module, str(count), settings=settings, database=database, **more)
    )
    return facts


@contextmanager
def serving(application: str, *, settings: str, database: str, folder: Path, name: str) -> Iterator[Web]:
    """One web process with four threads."""
    path = folder / f"{name}.sock"
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"unix:{path}", "--no-control-socket"]
    command += [
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        "4",
        "--keep-alive",
        "600",
        "--log-level",
        "warning",
    ]
    web = subprocess.Popen(command, env=environment(settings, database))
    try:
        _wait_for(path, web)
        yield Web(path, web.pid)
    finally:
        web.terminate()
        web.wait(timeout=30)


def _wait_for(path: Path, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not path.exists():
        if web.poll() is not None or time.monotonic() > until:
            raise SystemExit("A web process did not start.")
        time.sleep(0.1)
