"""Files on a disk of this machine: private, written whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from sandbox_portal.casework.refusals import Refused

CHUNK = 1 << 20
INCOMING = "incoming"


class NoRoom(Refused):
    """The disk is full or broken. Nothing was kept, nothing that was there is lost."""

    def __init__(self) -> None:
        super().__init__("We could not keep the file just now. Nothing was lost. Please try again in a few minutes.")


@deconstructible
class Disk(Storage):
    """The folder “documents” of MEDIA_ROOT."""

    def keep(self, source: BinaryIO, folder: str) -> tuple[str, str, int]:
        """Written beside its place, flushed to disk, then renamed: a crash or a full disk leaves no half file."""
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

    def open_whole(self, name: str, sha256: str) -> BinaryIO | None:
        try:
            file = (root() / name).open("rb")
        except FileNotFoundError:
            return None
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            file.close()
            return None
        file.seek(0)
        return file

    def names(self, older_than: datetime) -> Iterator[str]:
        for path in root().rglob("*"):
            if path.is_file() and path.stat().st_mtime < older_than.timestamp():
                yield path.relative_to(root()).as_posix()

    def signed_address(self, name: str, *, media_type: str, shown_name: str) -> str | None:
        return None

    def delete(self, name: str) -> None:
        (root() / name).unlink(missing_ok=True)

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return File((root() / name).open("rb"))


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
