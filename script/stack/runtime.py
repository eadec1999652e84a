"""Who uses the database of this checkout now, and how others may join."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from stack.environment import write_private
from stack.places import Places
from stack.trouble import Trouble


@contextlib.contextmanager
def sole_use(places: Places) -> Iterator[None]:
    """Hold the database of this checkout; the kernel lets go of it however we end."""
    with (places.run / "services.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(_in_use_by(places)) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        _published(places).unlink(missing_ok=True)
        try:
            yield
        finally:
            _published(places).unlink(missing_ok=True)


def publish(places: Places, services: Mapping[str, str]) -> None:
    """Let other commands of this checkout use the services while we run."""
    write_private(_published(places), json.dumps(dict(services), indent=1))


def services_running(places: Places) -> dict[str, str] | None:
    """The services of a script/server that runs in this checkout, if one does."""
    try:
        services: dict[str, str] = json.loads(_published(places).read_text())
    except FileNotFoundError:
        return None
    with (places.run / "services.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return services
    return None


def _published(places: Places) -> Path:
    return places.run / "environment.json"


def _in_use_by(places: Places) -> str:
    services = services_running(places)
    process = (places.run / "services.lock").read_text().strip()
    if services and "PORTAL_URL" in services:
        return f"The portal already runs in this checkout at {services['PORTAL_URL']} (process {process})."
    return f"Another command (process {process}) is using the database of this checkout: wait for it to end."
