"""The database and the broker under the portal: ours when none is named in the environment."""

import contextlib
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from stack import reach, runtime
from stack.broker import Broker, find_server
from stack.environment import development_secrets
from stack.places import Places
from stack.postgres import QUICK_AND_FORGETFUL, Cluster, find_binaries, version_of_data
from stack.processes import without_privileges
from stack.supervisor import Supervisor

NAMES = ("DATABASE_URL", "CELERY_BROKER_URL")


@contextlib.contextmanager
def kept(places: Places) -> Iterator[tuple[Supervisor, dict[str, str]]]:
    """The services of this checkout; what is stored in them stays."""
    secret = development_secrets(places)
    data = reach.data_folder(places, "postgres")
    with runtime.sole_use(places), _supervisor() as supervisor:
        services = {}
        if "DATABASE_URL" not in os.environ:
            binaries = find_binaries(places, version=version_of_data(data))
            cluster = Cluster(
                binaries=reach.within_reach(binaries, places),
                folder=data,
                port=free_port(),
                password=secret["POSTGRES_PASSWORD"],
                log=places.log / "postgres.log",
            )
            services["DATABASE_URL"] = _start_cluster(supervisor, cluster)
        if "CELERY_BROKER_URL" not in os.environ:
            broker = Broker(
                server=find_server(places),
                folder=places.var / "broker",
                port=free_port(),
                password=secret["BROKER_PASSWORD"],
                log=places.log / "broker.log",
                keeps_data=True,
            )
            services["CELERY_BROKER_URL"] = _start_broker(supervisor, broker)
        yield supervisor, services


@contextlib.contextmanager
def throwaway(places: Places) -> Iterator[dict[str, str]]:
    """Services that begin empty and leave nothing: quick, because they may forget everything in a crash."""
    password = secrets.token_hex(16)
    with _temporary_folder() as folder, _supervisor() as supervisor:
        services = {"MEDIA_ROOT": str(folder / "media"), "EMAIL_URL": f"file://{folder / 'mail'}"}
        if "DATABASE_URL" not in os.environ:
            cluster = Cluster(
                binaries=reach.within_reach(find_binaries(places, version=None), places),
                folder=folder / "postgres",
                port=free_port(),
                password=password,
                log=places.log / "throwaway-postgres.log",
                settings=QUICK_AND_FORGETFUL,
            )
            services["DATABASE_URL"] = _start_cluster(supervisor, cluster)
        if "CELERY_BROKER_URL" not in os.environ:
            broker = Broker(
                server=find_server(places),
                folder=folder / "broker",
                port=free_port(),
                password=password,
                log=places.log / "throwaway-broker.log",
                keeps_data=False,
            )
            services["CELERY_BROKER_URL"] = _start_broker(supervisor, broker)
        yield services


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


def _start_cluster(supervisor: Supervisor, cluster: Cluster) -> str:
    cluster.create()
    cluster.wait_for_predecessor()
    cluster.wait_until_ready(supervisor.start(cluster.program()).process)
    return cluster.url


def _start_broker(supervisor: Supervisor, broker: Broker) -> str:
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
