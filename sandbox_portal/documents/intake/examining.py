"""Examine an upload step by step; the first thing that is wrong refuses it with one sentence."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import filetype
from django.core.files.uploadedfile import UploadedFile

from sandbox_portal.casework.refusals import Refused

from ..choices import LARGEST_FILE
from ..shown_names import extension_of, shown_name
from ..storage import NoRoom
from ..uploads import NO_ROOM
from .limited import verdict_of
from .types import ADVICE, BY_ENDING, NO_PICTURE, NOT_TAKEN, SENTENCES, FileType

HEAD = 8192
WEB_PAGE = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.I | re.S)
UNTYPED = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Examined:
    """A file we take: its bytes as they will be kept, what it is, and its cleaned name."""

    content: BinaryIO
    media_type: str
    shown_name: str


@contextmanager
def examined(upload: UploadedFile, *, longest_side: int | None = None) -> Iterator[Examined]:
    """Give the file that may be kept, or raise Refused. Everything temporary is gone afterwards.

    Where there is a longest side, it must be a picture, and it is made smaller.
    """
    given = upload.name or "file"
    ending = extension_of(given)
    name = shown_name(given, extension=ending or "file")
    if getattr(upload, "fault", "") == NO_ROOM:
        raise NoRoom
    _refuse_by_size(upload, name)
    if ending not in BY_ENDING:
        raise Refused(ADVICE.get(ending, NOT_TAKEN).format(name=name))
    file_type = BY_ENDING[ending]
    if longest_side and file_type.way != "picture":
        raise Refused(NO_PICTURE.format(name=name))
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        source = _on_disk(upload, Path(folder) / "given")
        kept = _checked(source, Path(folder) / "kept", file_type, longest_side, name=name, ending=ending)
        with kept.open("rb") as content:
            yield Examined(content, file_type.media_type, shown_name(given, extension=file_type.extension))


def _refuse_by_size(upload: UploadedFile, name: str) -> None:
    if getattr(upload, "fault", "") or (upload.size or 0) > LARGEST_FILE:
        raise Refused(SENTENCES["too_large"].format(name=name))
    if not upload.size:
        raise Refused(SENTENCES["empty"].format(name=name))


def _on_disk(upload: UploadedFile, path: Path) -> Path:
    """A private copy by a name of our own; the child reads nothing else."""
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            upload.seek(0)
            shutil.copyfileobj(upload.file, file)
    except OSError as error:
        raise NoRoom from error
    return path


def _checked(
    source: Path, copy: Path, file_type: FileType, longest_side: int | None, *, name: str, ending: str
) -> Path:
    """The path of what to keep: the file itself, or for a picture its fresh copy."""
    verdict = _head_verdict(source, file_type)
    further = [str(longest_side)] if longest_side else []
    if verdict == "ok":
        verdict = _text_verdict(source) if file_type.way == "text" else verdict_of(file_type, source, copy, *further)
    if verdict != "ok":
        raise Refused(SENTENCES.get(verdict, SENTENCES["unreadable"]).format(name=name, ending=ending))
    return copy if file_type.way == "picture" else source


def _head_verdict(source: Path, file_type: FileType) -> str:
    """What the first bytes say must agree with the ending."""
    with source.open("rb") as file:
        head = file.read(HEAD)
    if WEB_PAGE.match(head):
        return "web_page"
    found = filetype.guess(head)
    if file_type.way == "text":
        return "ok" if found is None else "disagrees"
    return "ok" if found is not None and found.extension in file_type.found else "disagrees"


def _text_verdict(source: Path) -> str:
    """Text is UTF-8, or what Windows writes, and holds no bytes that only programs write."""
    content = source.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "disagrees" if UNTYPED.search(text) else "ok"
    return "disagrees"
