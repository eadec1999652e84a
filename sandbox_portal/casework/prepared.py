"""A question put into words once: what every request asks is compiled the first time, and only filled in after that.

Compiling a condition on who may see what takes longer than asking it. `rows_of(build, user, *shape, **values)` gives
the rows of `build(user, *shape, **values)`, but calls `build` once for each shape, with stand-ins for the person, their
organisations and the values. The shape is everything else on which the words may depend: the person's roles, how many
organisations they belong to, and what the caller names. While tests run, each is compiled anew and compared.
PostgreSQL has them prepared too (`statements`).
"""

import copy
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import know_rights, organisation_places, roles_of

from .statements import Statement, statement_of

Row = TypeVar("Row", bound=Model)
Build = Callable[..., QuerySet[Any]]
Value = UUID | int
MOST_KEPT = 500
# Stand-ins: numbers that fit the smallest column and that no question of ours means.
FIRST_NUMBER = 29_311


@dataclass(frozen=True)
class Prepared:
    """The words of a question, and where in its parameters each value goes."""

    queryset: QuerySet[Any]
    compiler: SQLCompiler
    words: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    rows: Statement
    number: Statement

    def filled(self, values: tuple[Value, ...]) -> tuple[Any, ...]:
        parameters = list(self.parameters)
        for place, number in self.places:
            parameters[place] = values[number]
        return tuple(parameters)


_kept: dict[Any, Prepared | None] = {}


def rows_of(build: Callable[..., QuerySet[Row]], user: User, *shape: Hashable, **values: Value) -> list[Row]:
    """The rows of `build(user, *shape, **values)`, read anew each time."""
    prepared, given = _prepared(build, user, shape, values)
    if prepared is None:
        return []
    compiler = _compiler_of(prepared, given)
    queryset = copy.copy(prepared.queryset)
    vars(queryset)["_query"] = _Ready(compiler)  # past the setter, which looks into it
    return list(ModelIterable(queryset))


def number_of(build: Build, user: User, *shape: Hashable, **values: Value) -> int:
    """How many rows `build(user, *shape, **values)` has."""
    prepared, given = _prepared(build, user, shape, values)
    if prepared is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(*prepared.number.asked_with(given))
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


class _Ready:
    """Stands where a queryset keeps its query, and gives the compiler that has done its work."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self._compiler = compiler

    def get_compiler(self, using: str | None = None, **options: Any) -> SQLCompiler:
        return self._compiler


def _prepared(
    build: Build, user: User, shape: tuple[Hashable, ...], values: dict[str, Value]
) -> tuple[Prepared | None, tuple[Value, ...]]:
    places = organisation_places(user)
    given = (user.pk, *places, *values.values())
    held = (roles_of(user), tuple(places.values()))
    key = (build, held, shape, *values)
    try:
        prepared = _kept[key]
    except KeyError:
        prepared = _compiled(build, user, shape, values)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()  # another thread may be reading just now: nobody reads a key twice
        _kept[key] = prepared
    if settings.TESTING:
        _compare(build(user, *shape, **values), prepared, given)
    return prepared, given


def _compiled(build: Build, user: User, shape: tuple[Hashable, ...], values: dict[str, Value]) -> Prepared | None:
    places = organisation_places(user)
    person = User(pk=_stand_in(user.pk, 0), name="Nobody", is_active=True)
    organisations = [_stand_in(each, number) for number, each in enumerate(places, 1)]
    know_rights(person, roles=roles_of(user), places=dict(zip(organisations, places.values(), strict=True)))
    stand_ins = {name: _stand_in(each, len(places) + number) for number, (name, each) in enumerate(values.items(), 1)}
    queryset = build(person, *shape, **stand_ins)
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        words, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    numbers = {each: number for number, each in enumerate((person.pk, *organisations, *stand_ins.values()))}
    where = ((place, numbers.get(each)) for place, each in enumerate(parameters) if isinstance(each, UUID | int))
    found = tuple((place, number) for place, number in where if number is not None)
    compiler.query = queryset.query
    given = (person.pk, *organisations, *stand_ins.values())
    rows = statement_of(words, parameters, dict(found), given)
    number = Statement(f"SELECT COUNT(*) FROM ({rows.words}) rows", rows.types)  # noqa: S608 - as compiled
    return Prepared(queryset, compiler, words, tuple(parameters), found, rows, number)


def _stand_in(value: Value, number: int) -> Any:
    return UUID(int=(0xFEED << 112) + number) if isinstance(value, UUID) else FIRST_NUMBER + number


def _compiler_of(prepared: Prepared, given: tuple[Value, ...]) -> SQLCompiler:
    compiler = copy.copy(prepared.compiler)
    compiler.connection = connection
    answer = prepared.rows.asked_with(given)
    compiler.as_sql = lambda *args, **options: answer  # type: ignore[method-assign]
    return compiler


def _compare(queryset: QuerySet[Any], prepared: Prepared | None, given: tuple[Value, ...]) -> None:
    """Stop a test in which the words of a question depend on more than its shape."""
    try:
        words, parameters = queryset.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        words, parameters = "", ()
    if prepared is None:
        assert not words, "A question without an answer was kept for one that has one."
        return
    assert (words, tuple(parameters)) == (prepared.words, prepared.filled(given)), "A prepared question says another."
