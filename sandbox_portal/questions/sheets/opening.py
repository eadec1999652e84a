"""Open a spreadsheet that somebody sent, within limits: sums of the packed parts before anything is unpacked (D14)."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from .cells import value_text

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 300
MOST_ROWS = 1_000
MOST_COLUMNS = 60
LONGEST_CELL = 32_767
MOST_SHEETS = 20
HEAD_ROWS = 3
PACKED, LOCKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):  # noqa: N818 - an answer, not a fault
    """The file as a whole cannot be taken. The message is a sentence for whoever sent it."""


@dataclass(frozen=True)
class Cell:
    """One cell: its words, its place in the file, and what is wrong with it before its words are looked at."""

    text: str
    sheet: str
    row: int
    column: str
    wrong: str = ""

    @property
    def place(self) -> str:
        return f"{self.column}{self.row}"


@dataclass(frozen=True)
class Sheet:
    title: str
    rows: tuple[tuple[Cell, ...], ...]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sheets_in(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx or .csv file as cells of words. Unreadable says in a sentence why it cannot be taken."""
    if len(content) > LARGEST_FILE:
        raise Unreadable("The file is larger than 2 MB. Send one section in each file.")
    if content[:4] == LOCKED:
        raise Unreadable("The file has a password, or is of the old kind .xls. Save it as .xlsx without a password.")
    if content[:4] == PACKED:
        _refuse_bombs(content)
        return tuple(_from_workbook(content))
    if name.lower().endswith(".csv"):
        return (_from_csv(content),)
    raise Unreadable("The file is not a spreadsheet we can read. Send the .xlsx file you downloaded, or a .csv file.")


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("The file is damaged. Save it again in your spreadsheet program, then send it.") from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable("The file is not a spreadsheet. Send the .xlsx file you downloaded, filled in.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable("The file unpacks to more than we take. Copy your answers into a fresh download.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("The file has a password. Save it without one.")
    if any(".." in name or name.startswith("/") or name.lower().endswith((".zip", ".bin", ".exe")) for name in names):
        raise Unreadable("The file holds more than a spreadsheet, such as a macro. Copy your answers into a fresh one.")


def _from_workbook(content: bytes) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # 14 MB, and few processes ever open a spreadsheet

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows = sheet.iter_rows(max_row=MOST_ROWS + HEAD_ROWS + 1, max_col=MOST_COLUMNS)
            yield _sheet(sheet.title, ([(cell.value, cell.data_type) for cell in row] for row in rows))
    except Unreadable:
        raise
    except Exception as error:  # a library met a file that is broken in one of a thousand ways
        raise Unreadable("The file is damaged. Save it again in your spreadsheet program, then send it.") from error


def _from_csv(content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))[: MOST_ROWS + HEAD_ROWS + 1]
    except csv.Error as error:
        raise Unreadable("The file cannot be read as CSV. Save it again as “CSV UTF-8”.") from error
    return _sheet("CSV", ([(_unquoted(value), "s") for value in row[:MOST_COLUMNS]] for row in rows))


def _unquoted(value: str) -> str:
    """A CSV file of ours puts ' before what a spreadsheet would take for a formula; that mark is not an answer."""
    return value[1:] if value[:1] == "'" and value[1:2] in {"=", "+", "-", "@"} else value


def _sheet(title: str, rows: Iterator[list[tuple[object, str]]]) -> Sheet:
    kept = []
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS + HEAD_ROWS and any(value not in (None, "") for value, _type in row):
            raise Unreadable(f"“{title}” has more than {MOST_ROWS:,} rows. Send it in parts.")
        kept.append(tuple(_cell(title, number, index, value, kind) for index, (value, kind) in enumerate(row)))
    return Sheet(title, tuple(kept))


def _cell(title: str, number: int, index: int, value: object, kind: str) -> Cell:
    wrong = ""
    text = value_text(value)
    if kind == "f":
        wrong = "holds a formula. Copy the cell and paste it as a value"
    elif kind == "e":
        wrong = "holds an error of your spreadsheet program. Type the answer instead"
    elif len(text) > LONGEST_CELL:
        wrong = "holds more than a cell can hold. Type this answer in the form"
    return Cell(text, title, number, _letters(index), wrong)


def _letters(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)
