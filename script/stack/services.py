"""The database and the broker under the portal: ours when none is named in the environment."""

import contextlib
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stack import reach, runtime
from stack.archive import wanted_archive
from stack.broker import Broker, find_server
from stack.environment import development_secrets
from stack.places import Places
from stack.postgres import QUICK_AND_FORGETFUL, Cluster, find_binaries, version_of_data
from stack.processes import without_privileges
from stack.supervisor import Supervisor

NAMES = ("DATABASE_URL", "CELERY_BROKER_URL")


@dataclass(frozen=True)
class Wanted:
    """Where a database and a broker keep their data, and whether it matters."""

    postgres: Path
    broker: Path
    postgres_password: str
    broker_password: str
    log_prefix: str
    keeps_data: bool


@contextlib.contextmanager
def kept(places: Places) -> Iterator[tuple[Supervisor, dict[str, str]]]:
    """The services of this checkout; what is stored in them stays."""
    secret = development_secrets(places)
    wanted = Wanted(
        postgres=reach.data_folder(places, "postgres"),
        broker=places.var / "broker",
        postgres_password=secret["POSTGRES_PASSWORD"],
        broker_password=secret["BROKER_PASSWORD"],
        log_prefix="",
        keeps_data=True,
    )
    with runtime.sole_use(places), _supervisor() as supervisor:
        yield supervisor, _start(wanted, places, supervisor)


@contextlib.contextmanager
def throwaway(places: Places) -> Iterator[dict[str, str]]:
    """Services that begin empty and leave nothing: quick, because they may forget everything in a crash."""
    with _temporary_folder() as folder, _supervisor() as supervisor:
        wanted = Wanted(
            postgres=folder / "postgres",
            broker=folder / "broker",
            postgres_password=secrets.token_hex(16),
            broker_password=secrets.token_hex(16),
            log_prefix="throwaway-",
            keeps_data=False,
        )
        files = {"MEDIA_ROOT": str(folder / "media"), "EMAIL_URL": f"file://{folder / 'mail'}"}
        yield files | _start(wanted, places, supervisor)


def erase(places: Places) -> None:
    """Start over: forget everything but what was installed."""
    with runtime.sole_use(places):
        shutil.rmtree(reach.data_folder(places, "postgres"), ignore_errors=True)
        for name in ("broker", "media", "mail", "log"):
            shutil.rmtree(places.var / name, ignore_errors=True)
        (places.var / "secrets.json").unlink(missing_ok=True)
        places.prepare()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def _start(wanted: Wanted, places: Places, supervisor: Supervisor) -> dict[str, str]:
    """Start what the environment does not name already; return where it is."""
    started = {}
    if "DATABASE_URL" not in os.environ:
        started["DATABASE_URL"] = _start_database(wanted, places, supervisor)
    if "CELERY_BROKER_URL" not in os.environ:
        started["CELERY_BROKER_URL"] = _start_broker(wanted, places, supervisor)
    return started


def _start_database(wanted: Wanted, places: Places, supervisor: Supervisor) -> str:
    binaries = find_binaries(places, version=version_of_data(wanted.postgres))
    cluster = Cluster(
        binaries=reach.within_reach(binaries, places),
        folder=wanted.postgres,
        port=free_port(),
        password=wanted.postgres_password,
        log=places.log / f"{wanted.log_prefix}postgres.log",
        settings=wanted_archive() if wanted.keeps_data else QUICK_AND_FORGETFUL,
    )
    cluster.create()
    cluster.wait_for_predecessor()
    cluster.wait_until_ready(supervisor.start(cluster.program()).process)
    return cluster.url


def _start_broker(wanted: Wanted, places: Places, supervisor: Supervisor) -> str:
    broker = Broker(
        server=find_server(places),
        folder=wanted.broker,
        port=free_port(),
        password=wanted.broker_password,
        log=places.log / f"{wanted.log_prefix}broker.log",
        keeps_data=wanted.keeps_data,
    )
    broker.wait_until_ready(supervisor.start(broker.program()).process)
    return broker.url


@contextlib.contextmanager
def _supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    try:
        yield supervisor
    finally:
        supervisor.stop_all()


@contextlib.contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder the unprivileged user of PostgreSQL may walk through."""
    with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as name:
        if without_privileges():
            os.chmod(name, 0o711)
        yield Path(name)
