"""Is this a document without programs, tricks or bombs? Headers and small parts are read; nothing is unpacked.

Stand-alone program of a child; see limited.py.
"""

import re
import stat
import sys
import zipfile
from pathlib import Path, PurePosixPath

sys.path.insert(0, str(Path(__file__).resolve().parent))
from child import Unwanted, run  # a neighbour, found without importing the package and Django

MOST_PARTS = 5_000
LARGEST_UNPACKED = 150_000_000
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 20_000_000
LARGEST_PART_READ = 2_000_000
HEART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
CONTENT_TYPE = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "odt": b"application/vnd.oasis.opendocument.text",
}
PROGRAMS = re.compile(
    r"(vbaproject.*\.bin|vbadata\.xml|oleobject.*|activex.*|.*\.(exe|dll|js|vbs|vbe|bat|cmd|ps1|scr|hta|jar|lnk|com))\Z"
)
PACKED = re.compile(r".*\.(zip|7z|rar|gz|tgz|bz2|xz|tar|cab|iso|docm|xlsm)\Z")
OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
HARMLESS_OUTSIDE = re.compile(rb'<Relationship\b[^>]*relationships/hyperlink["\'][^>]*>', re.IGNORECASE)


def check(source: Path, copy: Path, extension: str) -> None:
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile:
        raise Unwanted("unreadable") from None
    with archive:
        parts = archive.infolist()
        _refuse_bombs(parts, source.stat().st_size)
        for part in parts:
            _refuse_part(part)
        if len({part.filename for part in parts}) != len(parts):
            raise Unwanted("names")
        _refuse_other_type(archive, extension)
        _refuse_outside(archive, parts)


def _refuse_bombs(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise Unwanted("unpacks")
    if unpacked > RATIO_COUNTS_FROM and unpacked > HIGHEST_RATIO * size:
        raise Unwanted("unpacks")


def _refuse_part(part: zipfile.ZipInfo) -> None:
    path = PurePosixPath(part.filename)
    mode = part.external_attr >> 16
    if stat.S_ISLNK(mode) or path.is_absolute() or ".." in path.parts or re.search(r"[\\:\0]", part.orig_filename):
        raise Unwanted("names")
    if part.flag_bits & 1:
        raise Unwanted("locked")
    name = path.name.lower()
    if PROGRAMS.match(name) or path.parts[:1] in {("Basic",), ("Scripts",)}:
        raise Unwanted("macros")
    if PACKED.match(name):
        raise Unwanted("nested")


def _refuse_other_type(archive: zipfile.ZipFile, extension: str) -> None:
    """The heart of the document must be there, and its list of contents must call it what its ending says."""
    names = set(archive.namelist())
    contents = "mimetype" if extension == "odt" else "[Content_Types].xml"
    if not {HEART[extension], contents} <= names:
        raise Unwanted("disagrees")
    said = _beginning(archive, contents)
    if b"macroEnabled" in said:
        raise Unwanted("macros")
    if CONTENT_TYPE[extension] not in said:
        raise Unwanted("disagrees")


def _refuse_outside(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Links a person may follow are fine; a template or picture that is fetched on opening is not."""
    for part in parts:
        if part.filename.endswith(".rels") and OUTSIDE.search(
            HARMLESS_OUTSIDE.sub(b"", _beginning(archive, part.filename))
        ):
            raise Unwanted("outside")


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            said = part.read(LARGEST_PART_READ + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise Unwanted("unreadable") from None
    if len(said) > LARGEST_PART_READ:
        raise Unwanted("unpacks")
    return said


if __name__ == "__main__":
    run(check)
