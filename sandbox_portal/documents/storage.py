"""Where files lie: private, written whole or not at all, found by the SHA-256 of what is in them."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sandbox_portal.casework.refusals import Refused

CHUNK = 1 << 20
INCOMING = "incoming"


class NoRoom(Refused):
    """The disk is full or broken. Nothing was kept, nothing that was there is lost."""

    def __init__(self) -> None:
        super().__init__("We could not keep the file just now. Nothing was lost. Please try again in a few minutes.")


def keep(source: BinaryIO, *, folder: str) -> tuple[str, str, int]:
    """Store a file under its SHA-256; returns (stored name, SHA-256, size). Keeping the same bytes again is harmless.

    Written beside its place, flushed to disk, then renamed: a crash or a full disk leaves no half file under a name
    that a row could point to.
    """
    incoming = root() / INCOMING / secrets.token_hex(16)
    try:
        incoming.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest, size = _write(source, incoming)
        name = f"{folder}/{digest[:2]}/{digest}"
        _put_in_place(incoming, root() / name)
    except OSError as error:
        with suppress(OSError):
            incoming.unlink()
        raise NoRoom from error
    return name, digest, size


def open_stored(name: str) -> BufferedReader:
    """Open a stored file for reading. Names come from rows, never from people."""
    return (root() / name).open("rb")


def is_whole(name: str, sha256: str) -> bool:
    """True when the stored bytes still are what the row says; False when they are damaged or gone."""
    try:
        with open_stored(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def stored_names(*, older_than: datetime) -> Iterator[str]:
    """Every stored name whose file was written before the moment, unfinished ones included."""
    for path in root().rglob("*"):
        if path.is_file() and path.stat().st_mtime < older_than.timestamp():
            yield path.relative_to(root()).as_posix()


def discard(name: str) -> None:
    """Take a file away that no row points to."""
    (root() / name).unlink(missing_ok=True)


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"


def _write(source: BinaryIO, path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    source.seek(0)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        while chunk := source.read(CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _put_in_place(incoming: Path, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    incoming.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
