"""The smallest browser: one kept connection to a program behind a socket file, with a person's cookie."""

import socket
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

TOKEN = "b" * 32  # what the cookie and the form must agree on


@dataclass(frozen=True)
class Answer:
    status: int
    seconds: float
    body: bytes
    queries: int | None

    @property
    def text(self) -> str:
        return self.body.decode()


class SocketFileConnection(HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=120)
        self.path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Client:
    """Requests as one person. An answer that is neither a page nor a redirect stops the run: a refusal is quick."""

    def __init__(self, path: Path) -> None:
        self.connection = SocketFileConnection(path)

    def get(self, address: str, cookie: str, *, count: bool = False) -> Answer:
        return self._ask("GET", address, cookie, None, {}, count)

    def post(
        self, address: str, cookie: str, values: dict[str, object], *, fragment: bool = False, count: bool = False
    ) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        if fragment:
            headers["X-Fragment"] = "1"
        return self._ask("POST", address, cookie, urlencode(values), headers, count)

    def _ask(
        self, method: str, address: str, cookie: str, body: str | None, headers: dict[str, str], count: bool
    ) -> Answer:
        headers = headers | {"Cookie": f"sessionid={cookie}; csrftoken={TOKEN}"}
        if count:
            headers["X-Count"] = "1"
        began = time.perf_counter()
        self.connection.request(method, address, body=body, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        if response.status not in (200, 302):
            raise SystemExit(f"{method} {address} answered {response.status}: {content[:2000].decode()}")
        counted = response.headers.get("X-Queries")
        return Answer(response.status, seconds, content, int(counted) if counted else None)
