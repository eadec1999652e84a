"""Put a new copy of a public list in the old one's place."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from .choices import PublicList
from .models import ListedCompany, ListedLocation, ListImport
from .reading import COMPANIES, PROVIDERS, BadRow, NoHeader, Shape, read_rows

MOST_SHOWN = 50
LISTS: dict[PublicList, tuple[type[models.Model], Shape]] = {
    PublicList.COMPANIES: (ListedCompany, COMPANIES),
    PublicList.PROVIDERS: (ListedLocation, PROVIDERS),
}


@dataclass
class Outcome:
    """What an import did. `bad` holds the first rows that were refused, `refused` counts them all."""

    rows: int = 0
    refused: int = 0
    bad: list[BadRow] = field(default_factory=list)
    is_the_same: bool = False

    def refuse(self, row: BadRow) -> None:
        self.refused += 1
        if len(self.bad) < MOST_SHOWN:
            self.bad.append(row)


def import_list(which: PublicList, *, path: Path, by: User | None, at: datetime) -> Outcome:
    """Read the file and swap the whole list at once: until the end everybody finds the old one, and then the new.

    The same file again changes nothing. When more rows are wrong than right, or none is there, nothing changes.
    """
    sha256 = _hash_of(path)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"lookup:{which}"])
        last = ListImport.objects.filter(which=which).order_by("-pk").first()
        if last is not None and last.sha256 == sha256:
            return Outcome(rows=last.rows, refused=last.refused, is_the_same=True)
        outcome = _copied(cursor, which, path)
        _swap(cursor, which, outcome)
        ListImport.objects.create(
            which=which,
            file_name=path.name[:200],
            sha256=sha256,
            rows=outcome.rows,
            refused=outcome.refused,
            imported_at=at,
        )
    return outcome


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(cursor: Any, which: PublicList, path: Path) -> Outcome:
    """Stream the file into a table of this transaction's own."""
    model, shape = LISTS[which]
    columns = ", ".join(f'"{name}"' for name in shape.columns)
    table = model._meta.db_table
    known = f'SELECT 0 AS line, {columns} FROM "{table}" LIMIT 0'  # noqa: S608 - names of our own models
    cursor.execute(f"CREATE TEMP TABLE lookup_incoming ON COMMIT DROP AS {known}")
    outcome = Outcome()
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            rows = read_rows(file, shape)
        except NoHeader as missing:
            raise Refused(f"This is not the file we expect. These columns are missing: {missing}.") from None
        copy = f"COPY lookup_incoming (line, {columns}) FROM STDIN WITH (FORMAT csv)"
        cursor.cursor.copy_expert(copy, _Stream(_lines(rows, outcome)))
    return outcome


def _swap(cursor: Any, which: PublicList, outcome: Outcome) -> None:
    """The last look, and the swap. Rows are deleted, not truncated, so that readers go on reading meanwhile."""
    model, shape = LISTS[which]
    table, columns = model._meta.db_table, ", ".join(f'"{name}"' for name in shape.columns)
    for line, number in _repeated(cursor):
        outcome.refuse(BadRow(line, f"has the number “{number}” again. The first row with it came in."))
    chosen = f"SELECT DISTINCT ON (number) {columns} FROM lookup_incoming ORDER BY number, line"  # noqa: S608
    cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own models
    cursor.execute(f'INSERT INTO "{table}" ({columns}) {chosen}')
    outcome.rows = cursor.rowcount
    if outcome.rows == 0 or outcome.refused > outcome.rows:
        first = f" The first: line {outcome.bad[0].line} {outcome.bad[0].sentence}" if outcome.bad else ""
        words = f"{outcome.refused} rows are wrong and {outcome.rows} are right, so nothing was changed."
        raise Refused(words + first)
    cursor.execute("DROP TABLE lookup_incoming")
    outcome.bad.sort(key=lambda bad: bad.line)


def _repeated(cursor: Any) -> list[tuple[int, str]]:
    cursor.execute(
        "SELECT line, number FROM (SELECT line, number, row_number() OVER (PARTITION BY number ORDER BY line) AS nth"
        " FROM lookup_incoming) AS counted WHERE nth > 1 ORDER BY line"
    )
    return list(cursor.fetchall())


def _lines(rows: Iterable[tuple[int, tuple[str, ...]] | BadRow], outcome: Outcome) -> Iterator[str]:
    """Good rows as lines of CSV, every value in quotes, so that an empty one is no missing one."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    for row in rows:
        if isinstance(row, BadRow):
            outcome.refuse(row)
            continue
        line, values = row
        writer.writerow((line, *values))
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


class _Stream(io.TextIOBase):
    """Lines as a file that COPY reads, never more than a piece of it in memory."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._rest = pieces, ""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        wanted = 1 << 16 if size is None or size < 0 else size
        while len(self._rest) < wanted:
            piece = next(self._pieces, "")
            if not piece:
                break
            self._rest += piece
        taken, self._rest = self._rest[:wanted], self._rest[wanted:]
        return taken
