"""Messages over a socket: four bytes of length, then the message. Used by both sides of the press."""

import socket
import struct


def framed(message: bytes) -> bytes:
    return struct.pack("!I", len(message)) + message


def receive(channel: socket.socket) -> bytes:
    """One message; nothing when the other side has gone."""
    head = _exactly(channel, 4)
    return _exactly(channel, struct.unpack("!I", head)[0]) if head else b""


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            return b""
        parts += part
    return bytes(parts)
