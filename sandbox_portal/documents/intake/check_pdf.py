"""Is this a PDF that only lies there? Stand-alone program of a child; see limited.py."""

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

sys.path.insert(0, str(Path(__file__).resolve().parent))
from child import Unwanted, run  # a neighbour, found without importing the package and Django

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Movie", "/Sound", "/Rendition"}
)
ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D", "/Screen"})
MOST_OBJECTS = 300_000
DEEPEST = 50
LARGEST_UNPACKED = 250_000_000
LARGEST_TAIL = 2048


def check(source: Path, copy: Path, extension: str) -> None:
    _refuse_what_follows_the_end(source)
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError:
        raise Unwanted("locked") from None
    except pikepdf.PdfError:
        raise Unwanted("unreadable") from None
    with pdf:
        if len(pdf.objects) > MOST_OBJECTS or len(pdf.pages) == 0:
            raise Unwanted("unpacks" if len(pdf.pages) else "unreadable")
        _refuse_active_start(pdf.Root)
        unpacked = 0
        for thing in pdf.objects:
            _refuse_active(thing, 0)
            if isinstance(thing, Stream):
                unpacked += unpacked_size(thing, LARGEST_UNPACKED - unpacked)


def _refuse_what_follows_the_end(source: Path) -> None:
    """A second file hidden behind the PDF (a zip, a script) makes it two things at once."""
    with source.open("rb") as file:
        file.seek(max(0, source.stat().st_size - 100_000))
        tail = file.read()
    _, mark, after = tail.rpartition(b"%%EOF")
    if not mark or len(after.strip(b"\0\r\n\t ")) > LARGEST_TAIL:
        raise Unwanted("unreadable")


def _refuse_active_start(root: Dictionary) -> None:
    """Opening at a page is common and harmless; opening with any other action is not."""
    start = root.get("/OpenAction")
    if isinstance(start, Dictionary) and start.get("/S") != Name.GoTo:
        raise Unwanted("active")


def _refuse_active(thing: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise Unwanted("unpacks")
    if isinstance(thing, Dictionary | Stream) and (ACTIVE_KEYS & set(thing.keys()) or _is_active(thing)):
        raise Unwanted("active")
    for part in _parts(thing):
        if isinstance(part, Dictionary | Array) and not part.is_indirect:
            _refuse_active(part, depth + 1)


def _is_active(thing: Any) -> bool:
    action, kind = str(thing.get("/S", "")), str(thing.get("/Subtype", ""))
    return action in ACTIVE_ACTIONS or (kind in ACTIVE_ANNOTATIONS and "/Rect" in thing)


def _parts(thing: Any) -> Iterator[Any]:
    if isinstance(thing, Dictionary | Stream):
        yield from (thing[key] for key in thing.keys())  # noqa: SIM118 - a PDF dictionary is not a Python one
    elif isinstance(thing, Array):
        yield from thing


def unpacked_size(stream: Stream, room: int) -> int:
    """How large a stream is when unpacked; Unwanted as soon as it is more than there is room for."""
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, Array) else [str(filters)] if filters else []
    if len(names) > 3 or names.count("/FlateDecode") > 1:
        raise Unwanted("unpacks")
    if names[:1] != ["/FlateDecode"]:
        return _plain_size(stream, names, room)
    unpacker, size, waiting = zlib.decompressobj(), 0, stream.read_raw_bytes()
    while waiting:
        try:
            size += len(unpacker.decompress(waiting, 1 << 20))
        except zlib.error:
            break
        if size > room:
            raise Unwanted("unpacks")
        waiting = unpacker.unconsumed_tail
    return size


def _plain_size(stream: Stream, names: list[str], room: int) -> int:
    if {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"} & set(names) or not names:
        return 0
    size = len(stream.read_bytes())
    if size > room:
        raise Unwanted("unpacks")
    return size


if __name__ == "__main__":
    run(check)
