"""Several questions that do not wait for each other, put to the database in one statement.

A page of many parts asks one question for each. `asked_at_once(askings)` asks them together; inside its block
`rows_of` finds the rows there, once for each, and asks what was not named itself. So a part says what it will ask, and
is written as if it asked alone.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from sandbox_portal.people.statements import Statement, statement_of

from .prepared import MOST_KEPT, Asking, Prepared, Value, answered_ahead, prepared_of
from .voices import speaks_for

# Each question has columns of its own in the answer, and a number before them that only its own rows have.
MARK = "portal_rows_of_"
_kept: dict[tuple[Statement, ...], Statement] = {}


@contextmanager
def asked_at_once(askings: Iterable[Asking]) -> Iterator[None]:
    """Ask all of these now; nothing is asked ahead for somebody who types for an organisation."""
    wanted = [each for each in dict.fromkeys(askings) if not speaks_for(each.user)]
    with answered_ahead(dict(zip(wanted, rows_of_each(wanted), strict=True)) if len(wanted) > 1 else {}):
        yield


def rows_of_each(askings: list[Asking]) -> list[list[Any]]:
    """The rows of each question, as `rows_of` gives them, by one statement."""
    found: list[list[Any]] = [[] for _each in askings]
    asked = [(rows, *prepared_of(each)) for rows, each in zip(found, askings, strict=True)]
    there = [(rows, prepared, given) for rows, prepared, given in asked if prepared is not None]
    if not there:
        return found
    statement = _together([prepared for _rows, prepared, _given in there], [given for *_others, given in there])
    with connection.cursor() as cursor:
        cursor.execute(*statement.asked_with([value for *_others, given in there for value in given]))
        answer = cursor.fetchall()
        names = [column.name for column in cursor.description or ()]
    begins = [*(place for place, name in enumerate(names) if name.startswith(MARK)), len(names)]
    for (rows, prepared, _given), begin, end in zip(there, begins, begins[1:], strict=False):
        own = sorted((row for row in answer if row[begin] is not None), key=lambda row: int(row[begin]))
        rows.extend(prepared.maker.objects([row[begin + 1 : end] for row in own]))
    return found


def _together(asked: list[Prepared], given: list[tuple[Value, ...]]) -> Statement:
    key = tuple(each.rows for each in asked)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _put_together(asked, given)
    return _kept[key]


def _put_together(asked: list[Prepared], given: list[tuple[Value, ...]]) -> Statement:
    parts = []
    parameters: list[Any] = []
    places: dict[int, int] = {}
    before = 0
    for number, (each, values) in enumerate(zip(asked, given, strict=True)):
        places |= {len(parameters) + place: before + value for place, value in each.places}
        parameters += each.parameters
        before += len(values)
        name = f"{MARK}{number}"
        parts.append(f"(SELECT row_number() OVER () AS {name}, own.* FROM ({each.words}) own) part_{number}")  # noqa: S608
    joined = " FULL JOIN ".join([parts[0], *(f"{part} ON FALSE" for part in parts[1:])])
    words = f"SELECT * FROM {joined}"  # noqa: S608 - as compiled
    return statement_of(words, parameters, places, [value for values in given for value in values])
