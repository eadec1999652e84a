"""One web process of the portal on a port of this machine, for measurements that need a browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Listening:
    address: str
    pid: int


@contextmanager
def listening() -> Iterator[Listening]:
    """As in use: gunicorn with four threads."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "sandbox_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--no-control-socket", "--worker-class", "gthread", "--workers", "1", "--threads", "4"]
    web = subprocess.Popen([*command, "--log-level", "warning"], env={**os.environ, "DEBUG": "1"})
    try:
        _wait_for(port, web)
        yield Listening(f"http://127.0.0.1:{port}", web.pid)
    finally:
        web.terminate()
        web.wait(timeout=30)


def _wait_for(port: int, web: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and web.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("A web process did not start.")
