"""A line between a tablet and the portal that breaks after so many bytes, and a tablet that sends over it."""

import http.client
import json
import socket
import threading
import uuid
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

BUFFER = 4096
PATIENCE = 20


class Line:
    """Carries both ways to the portal, counts every byte, and is dead once `most` of them have gone over it."""

    def __init__(self, address: str, most: int | None = None) -> None:
        self.portal = (urlsplit(address).hostname, urlsplit(address).port)
        self.most, self.carried, self.counting = most, 0, threading.Lock()
        self.open: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self._break()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.door.accept()
                far = socket.create_connection(self.portal, timeout=PATIENCE)
                self.open += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while got := source.recv(BUFFER):
                with self.counting:
                    room = len(got) if self.most is None else self.most - self.carried
                    self.carried += min(len(got), room)
                sink.sendall(got[:room])
                if room < len(got):
                    self._break()
                    return
            sink.shutdown(socket.SHUT_WR)

    def _break(self) -> None:
        for each in (self.door, *self.open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


class Sender:
    """What waits on a tablet, sent in its order; a thing that was answered waits no longer."""

    def __init__(self, tablet: Any, operations: list[dict[str, Any]], photos: list[dict[str, Any]]) -> None:
        self.tablet, self.operations, self.photos = tablet, operations, photos
        self.sent_photos: list[str] = []
        self.csrf = tablet.client.get("/visits/api/session/").json()["csrf"]

    def send(self, port: int) -> bool:
        """Whether everything has gone."""
        try:
            if self.operations:
                self._sync(port)
            while self.photos:
                self._photo(port, self.photos[0])
                self.photos.pop(0)
        except (OSError, http.client.HTTPException):
            return False
        return True

    def _sync(self, port: int) -> None:
        body = json.dumps({"version": 2, "operations": self.operations}).encode()
        said = json.loads(self._post(port, "sync/", body, "application/json", wanted=200))
        assert {each["outcome"] for each in said["results"]} == {"kept"}, said
        self.operations = []

    def _photo(self, port: int, photo: dict[str, Any]) -> None:
        self.sent_photos.append(photo["id"])
        end = uuid.uuid4().hex
        names = ("capture", "visit", "fingerprint", "captured_at")
        parts = [f'--{end}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{photo[name]}\r\n' for name in names]
        file = f'--{end}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"'
        head = "".join([*parts, file, "\r\nContent-Type: image/jpeg\r\n\r\n"])
        body = head.encode() + photo["bytes"] + f"\r\n--{end}--\r\n".encode()
        self._post(port, f"photos/{photo['id']}/", body, f"multipart/form-data; boundary={end}", wanted=201)

    def _post(self, port: int, address: str, body: bytes, kind: str, *, wanted: int) -> bytes:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={each.value}" for name, each in self.tablet.client.cookies.items())
        headers = {**self.tablet.headers, "Cookie": cookies, "Content-Type": kind, "X-CSRFToken": self.csrf}
        try:
            line.request("POST", f"/visits/api/{address}", body, headers)
            answer = line.getresponse()
            said = answer.read()
        finally:
            line.close()
        assert answer.status == wanted, (answer.status, said)
        return said
