"""Chosen files of a case as one ZIP, made while it is sent: never more than a piece of one file in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sandbox_portal.casework.working_days import LONDON

from ..bucket import StoreSilent
from ..models import Attachment
from ..queries import may_be_downloaded
from ..shown_names import shown_name
from .contents import stored

CHUNK = 1 << 18
NOT_HERE = "Files that are not here.txt"
DAMAGED = "The stored file is damaged or gone. We have been told of it."


@dataclass(frozen=True)
class Chosen:
    """The files that can be given, each under a name no other has, and those that cannot, each with its reason."""

    given: tuple[tuple[str, Attachment], ...]
    refused: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        return sum(each.evidence_file.size for _name, each in self.given)


def chosen_from(attachments: Iterable[Attachment]) -> Chosen:
    """Name each file that may be opened now. Two names that differ in capitals alone are one on many disks."""
    given: list[tuple[str, Attachment]] = []
    refused: list[tuple[str, str]] = []
    taken = {NOT_HERE.casefold()}
    for each in attachments:
        refusal = may_be_downloaded(each)
        if refusal:
            refused.append((each.shown_name, refusal))
            continue
        name = _free(each.shown_name, taken)
        taken.add(name.casefold())
        given.append((name, each))
    return Chosen(tuple(given), tuple(refused))


def zipped(chosen: Chosen, *, at: datetime) -> Iterator[bytes]:
    """The ZIP, piece by piece. A file that is damaged, or does not come from its store, is told of in a text."""
    pipe, refused = _Pipe(), list(chosen.refused)
    with zipfile.ZipFile(pipe, "w") as bundle:
        for name, each in chosen.given:
            try:
                content = stored(each.evidence_file.stored_name, each.evidence_file.sha256)
            except (OSError, StoreSilent):
                refused.append((name, DAMAGED))
                continue
            yield from _put(bundle, pipe, name, content, at)
        if refused:
            yield from _put(bundle, pipe, NOT_HERE, io.BytesIO(_told(refused)), at)
    yield pipe.taken()


def _put(bundle: zipfile.ZipFile, pipe: "_Pipe", name: str, content: BinaryIO, at: datetime) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(name, date_time=at.astimezone(LONDON).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED  # pictures, PDFs and office files are packed already
    entry.external_attr = 0o600 << 16
    with content, bundle.open(entry, "w", force_zip64=True) as place:
        while piece := content.read(CHUNK):
            place.write(piece)
            yield pipe.taken()
    yield pipe.taken()


def _told(refused: Sequence[tuple[str, str]]) -> bytes:
    lines = ["These files were chosen, and could not be put in:", ""]
    lines += [f"{name}: {reason}" for name, reason in refused]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig", "replace")


def _free(wanted: str, taken: set[str]) -> str:
    """The name, cleaned as if it came from outside, with a number when it is taken."""
    stem, dot, extension = wanted.rpartition(".")
    clean = shown_name(wanted, extension=extension if dot else "file")
    name, number = clean, 1
    while name.casefold() in taken:
        number += 1
        stem, _dot, ending = clean.rpartition(".")
        name = f"{stem} ({number}).{ending}"
    return name


class _Pipe:
    """What a ZIP is written into: zipfile sees that it cannot go back, so nothing waits until the end."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """There is nothing to close."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
