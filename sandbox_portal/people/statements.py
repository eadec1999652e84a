"""Questions that PostgreSQL has prepared on a connection: read and planned once, only filled in after that.

To plan a question with a condition on who may see what takes PostgreSQL longer than to answer it. PostgreSQL itself
compares, for each, a plan for any values with plans for those given, and keeps the cheaper. A statement lives as long
as its connection: what stands between the portal and the database must keep the two together (docs/running.md).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg2.extensions import AsIs

TYPES = {UUID: "uuid", int: "bigint", str: "text", date: "date", datetime: "timestamptz"}
MOST_KEPT = 500  # on one connection; each holds some tens of kilobytes in the database's process

_numbers = itertools.count(1)
_known: WeakKeyDictionary[Any, dict["Statement", str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Statement:
    """The words of a question with $1, $2 … where its values go; everything else stands in it as written.

    `about` names tables for whoever reads along, since PostgreSQL is only told the number of what it has prepared.
    """

    words: str
    types: tuple[str, ...]
    about: str = ""

    def asked_with(self, values: Sequence[UUID | int | str | date | None]) -> tuple[str, tuple[Any, ...]]:
        """What to execute on the connection of this thread, on which it is prepared if it was not."""
        places = ", ".join(["%s"] * len(values))
        about = f" /* {self.about} */" if self.about else ""
        return f"EXECUTE {_name_of(self)}" + (f" ({places})" if places else "") + about, tuple(values)


def statement_of(words: str, parameters: Sequence[Any], places: dict[int, int], values: Sequence[Any]) -> Statement:
    """From words with %s: `places` says which parameter is which of the values; the others never change."""
    written = [AsIs(f"${places[place] + 1}") if place in places else each for place, each in enumerate(parameters)]
    with connection.cursor() as cursor:
        whole = cursor.mogrify(words, written).decode()
    return Statement(whole, tuple(TYPES[type(each)] for each in values))


def _name_of(statement: Statement) -> str:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    names = _known.setdefault(connection.connection, {})
    if statement not in names:
        if len(names) >= MOST_KEPT:
            names.clear()
            _execute("DEALLOCATE ALL")
        name = f"portal_{next(_numbers)}"
        types = f" ({', '.join(statement.types)})" if statement.types else ""
        _execute(f"PREPARE {name}{types} AS {statement.words}")
        names[statement] = name
    return names[statement]


def _execute(words: str) -> None:
    """Past whatever counts and tells of questions: nothing is asked yet."""
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(words)
