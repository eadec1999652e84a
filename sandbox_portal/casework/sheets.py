"""Rows for a spreadsheet whose cells stay text: the program that opens the file never runs what somebody typed (D10).

Every file of ours for a spreadsheet is written here; tests/house_rules/walks/test_hostile_texts.py opens each of them.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from django.http import StreamingHttpResponse

# Where spreadsheet programs take a cell for a formula, the full-width signs of other keyboards among them.
MARK_OF_UTF8 = "\ufeff"  # by it spreadsheet programs know how the file is written
FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    def write(self, line: str) -> str:
        return line


def text_cell(value: object) -> object:
    """The value as a cell; a text that looks like a formula gets an apostrophe before it. Numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTERS):
        return f"'{value}"
    return value


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Each row as one line of CSV, made when it is asked for."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([text_cell(cell) for cell in row])


def csv_file(rows: Iterable[Iterable[object]], *, name: str) -> StreamingHttpResponse:
    """A download of this name, sent row by row however long it is, and kept nowhere on its way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    lines = chain((MARK_OF_UTF8,), csv_lines(rows))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
