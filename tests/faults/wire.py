"""A wire to the database that can be cut and mended."""

import contextlib
import selectors
import socket
import threading


class Wire:
    """Carries connections from one port to another until it is cut; then every connection breaks and none is taken."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_whole = True
        self._ends: set[socket.socket] = set()
        self._take()

    def cut(self) -> None:
        self.is_whole = False
        self._close(self.listener)
        for end in list(self._ends):
            self._close(end)

    def mend(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.is_whole = True
        self._take()

    def _take(self) -> None:
        threading.Thread(target=self._listen, args=(self.listener,), daemon=True).start()

    def _listen(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self.target)
                self._ends |= {near, far}
                threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(65536)
                    if not data:
                        raise OSError
                    key.data.sendall(data)
        for end in (near, far):
            self._close(end)
            self._ends.discard(end)

    def _close(self, end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
