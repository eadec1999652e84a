"""The virus scanner (clamd), when there is one. Only its own clear answer makes a file clean (D18)."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from . import storage

TIMEOUT = 60
CHUNK = 1 << 16


class ScannerSilent(Exception):  # noqa: N818 - it is what it says
    """The scanner was not there, too slow, or gave an answer that is neither yes nor no."""


def is_configured() -> bool:
    return bool(scanner_address())


def scanner_address() -> str:
    """CLAMD_URL: tcp://host:3310 or unix:///run/clamav/clamd.ctl; empty when files are not scanned."""
    return settings.CLAMD_URL


def scan(stored_name: str) -> bool:
    """True when no virus was found, False when one was; ScannerSilent otherwise, never a guess."""
    try:
        answer = _ask(stored_name)
    except OSError as error:
        raise ScannerSilent("the scanner does not answer") from error
    if answer == b"stream: OK":
        return True
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return False
    raise ScannerSilent("the scanner gave no clear answer")


def _ask(stored_name: str) -> bytes:
    with _connected() as channel, storage.open_stored(stored_name) as file:
        channel.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            channel.sendall(struct.pack("!I", len(chunk)) + chunk)
        channel.sendall(struct.pack("!I", 0))
        answer = bytearray()
        while part := channel.recv(4096):
            answer += part
            if b"\0" in part:
                return bytes(answer.partition(b"\0")[0])
    return b""


def _connected() -> socket.socket:
    parts = urlsplit(scanner_address())
    if parts.scheme == "unix":
        channel = socket.socket(socket.AF_UNIX)
        channel.settimeout(TIMEOUT)
        channel.connect(parts.path)
        return channel
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=TIMEOUT)
