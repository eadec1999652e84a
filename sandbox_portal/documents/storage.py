"""Where files lie: private, written whole or not at all, found by the SHA-256 of what is in them.

On a disk of this machine, or in an S3-compatible bucket when settings name one (STORAGES["documents"]).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files.storage import storages

from .bucket import StoreSilent
from .disk import NoRoom, root

__all__ = ["NoRoom", "StoreSilent", "root"]


def keep(source: BinaryIO, *, folder: str) -> tuple[str, str, int]:
    """Store a file under its SHA-256; returns (stored name, SHA-256, size). Keeping the same bytes again is harmless.

    A crash, a full disk or a silent store leaves no half file under a name that a row could point to.
    """
    return _shelf().keep(source, folder)


def open_stored(name: str) -> BinaryIO:
    """Open a stored file for reading. Names come from rows, never from people."""
    return _shelf().open(name)


def open_whole(name: str, sha256: str) -> BinaryIO | None:
    """Open a stored file whose bytes still are what the row says; None when it is damaged or gone."""
    return _shelf().open_whole(name, sha256)


def is_whole(name: str, sha256: str) -> bool:
    """True when the stored bytes still are what the row says; False when they are damaged or gone."""
    file = open_whole(name, sha256)
    if file is None:
        return False
    file.close()
    return True


def signed_address(name: str, *, media_type: str, shown_name: str) -> str | None:
    """A short-lived address at the store for one download; None when we hand files out ourselves."""
    return _shelf().signed_address(name, media_type=media_type, shown_name=shown_name)


def stored_names(*, older_than: datetime) -> Iterator[str]:
    """Every stored name whose file was written before the moment, unfinished ones included."""
    return _shelf().names(older_than)


def discard(name: str) -> None:
    """Take a file away that no row points to."""
    _shelf().delete(name)


def _shelf() -> Any:
    return storages["documents"]
