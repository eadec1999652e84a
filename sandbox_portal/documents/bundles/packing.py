"""Pack items into a ZIP on the disk: one after another, never more than a piece of one in memory, with their index."""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.template.loader import render_to_string

from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.casework.working_days import LONDON

from .contents import Item
from .papers import paper_pdf

CHUNK = 1 << 20
INDEX_PAGE, INDEX_TABLE, COVER = "index.html", "index.csv", "00 Cover and index.pdf"
DAMAGED = "The stored file is damaged or gone. We have been told of it."


@dataclass(frozen=True)
class Packed:
    """One line of the index: where it lies, what it is, and the SHA-256 of its bytes."""

    path: str
    kind: str
    about: str
    size: int
    sha256: str


@dataclass(frozen=True)
class LeftOut:
    """One line of what is not there: what it is, never its name, and why."""

    key: str
    folder: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Parcel:
    """The finished ZIP, open at its beginning."""

    file: BinaryIO
    packed: tuple[Packed, ...]
    left_out: tuple[LeftOut, ...]
    keys: tuple[str, ...]


def pack(
    items: Sequence[Item],
    *,
    title: str,
    facts: Iterable[tuple[str, str]],
    withheld: dict[str, str],
    heads: Sequence[dict[str, Any]],
    at: datetime,
    tell: Callable[[int], None],
) -> Parcel:
    """Make the ZIP. `withheld` gives the reason for each key that is left out; `tell` hears how many items are done."""
    packed: list[Packed] = []
    left_out: list[LeftOut] = []
    keys: list[str] = []
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed on; it goes when it is closed
    with zipfile.ZipFile(file, "w") as bundle:
        for number, item in enumerate(items, 1):
            reason = withheld.get(item.key) or item.refusal
            line = None if reason else _added(bundle, item, at)
            if line is None:
                left_out.append(LeftOut(item.key, item.folder, item.kind, reason or DAMAGED))
            else:
                packed.append(line)
                keys.append(item.key)
            tell(number)
        index = {"title": title, "facts": list(facts), "packed": packed, "left_out": left_out, "heads": heads}
        for path, content in _index(index):
            _write(bundle, path, content, at, is_packed=path == COVER)
    file.seek(0)
    return Parcel(file, tuple(packed), tuple(left_out), tuple(keys))


def _added(bundle: zipfile.ZipFile, item: Item, at: datetime) -> Packed | None:
    path = f"{item.folder}/{item.name}"
    try:
        content = item.open()
    except OSError:
        return None
    with content:
        size, sha256 = _write(bundle, path, content, at, is_packed=item.is_packed or path.endswith(".pdf"))
    return Packed(path, item.kind, item.about, size, sha256)


def _write(bundle: zipfile.ZipFile, path: str, content: BinaryIO, at: datetime, *, is_packed: bool) -> tuple[int, str]:
    entry = zipfile.ZipInfo(path, date_time=at.astimezone(LONDON).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    digest, size = hashlib.sha256(), 0
    with bundle.open(entry, "w") as place:
        while piece := content.read(CHUNK):
            place.write(piece)
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def _index(index: dict[str, Any]) -> Iterator[tuple[str, BinaryIO]]:
    yield INDEX_TABLE, io.BytesIO(index_table(index["packed"], index["left_out"]).encode("utf-8-sig"))
    yield INDEX_PAGE, io.BytesIO(render_to_string("documents/bundles/index.html", index).encode())
    yield COVER, paper_pdf(index["title"], facts=index["facts"], tables=list(_tables(index)), heads=index["heads"])


def index_table(packed: Iterable[Packed], left_out: Iterable[LeftOut]) -> str:
    """The index as a file for a spreadsheet."""
    rows: list[tuple[object, ...]] = [("Path", "What", "About", "Bytes", "SHA-256", "Left out because")]
    rows += [(line.path, line.kind, line.about, line.size, line.sha256, "") for line in packed]
    rows += [(each.folder, each.kind, "", "", "", each.reason) for each in left_out]
    return "".join(csv_lines(rows))


def _tables(index: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {
        "caption": "What is in it",
        "columns": ["Path", "What", "Bytes", "SHA-256"],
        "rows": [[line.path, line.kind, str(line.size), line.sha256] for line in index["packed"]],
        "first_is_heading": True,
    }
    if index["left_out"]:
        rows = [[each.kind, each.folder, each.reason] for each in index["left_out"]]
        columns = ["What", "Folder", "Why"]
        yield {"caption": "What was left out", "columns": columns, "rows": rows, "first_is_heading": True}
