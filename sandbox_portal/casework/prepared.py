"""A question put into words once: what every request asks is compiled the first time, and only filled in after that.

Compiling a condition on who may see what takes longer than asking it. `rows_of(build, user, *shape, **values)` gives
the rows of `build(user, *shape, **values)`, but calls `build` once for each shape, with stand-ins for the person, their
address, their organisations and the values. The shape is everything else on which the words may depend: the person's
roles, how many organisations they belong to, and what the caller names. Where it does not matter who asks, `user` is
None and `build` is called without one. Somebody who types for an organisation reaches one case and no more: what they
ask is never prepared. While tests run, each is compiled anew and compared. PostgreSQL has them prepared too
(`people/statements.py`).
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import know_rights, organisation_places, roles_of
from sandbox_portal.people.statements import Statement, statement_of

from .row_making import RowMaker, row_maker_of
from .voices import speaks_for

Row = TypeVar("Row", bound=Model)
Build = Callable[..., QuerySet[Any]]
Value = UUID | int | str | date
MOST_KEPT = 500
# Stand-ins: numbers that fit the smallest column and that no question of ours means.
FIRST_NUMBER = 29_311
WORDS = "stand-in-{}@portal.invalid"
FIRST_DAY = date(1583, 1, 1)


@dataclass(frozen=True)
class Prepared:
    """The words of a question, and where in its parameters each value goes."""

    maker: RowMaker
    locks: bool
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


@dataclass(frozen=True)
class Asking:
    """A question to be asked: what `rows_of` takes."""

    build: Build
    user: User | None
    shape: tuple[Hashable, ...]
    values: tuple[tuple[str, Value], ...]


_kept: dict[Any, Prepared | None] = {}
_ahead: ContextVar[dict[Asking, list[Any]]] = ContextVar("answered_ahead")


def asking(build: Build, user: User | None, *shape: Hashable, **values: Value) -> Asking:
    """The question that `rows_of` asks with these, for `asked_at_once.py`."""
    return Asking(build, user, shape, tuple(values.items()))


@contextmanager
def answered_ahead(answers: dict[Asking, list[Any]]) -> Iterator[None]:
    """Inside the block `rows_of` gives these answers, each of them once."""
    token = _ahead.set(answers)
    try:
        yield
    finally:
        _ahead.reset(token)


def rows_of(build: Callable[..., QuerySet[Row]], user: User | None, *shape: Hashable, **values: Value) -> list[Row]:
    """The rows of `build(user, *shape, **values)`, read anew each time."""
    ahead = _ahead.get(None)
    if ahead and (known := ahead.pop(asking(build, user, *shape, **values), None)) is not None:
        return known
    if speaks_for(user):
        return list(_built(build, user, shape, values))
    prepared, given = _prepared(build, user, shape, values)
    if prepared is None:
        return []
    if prepared.locks and not connection.in_atomic_block:
        raise TransactionManagementError("A row is held for as long as a transaction lasts, and there is none.")
    with connection.cursor() as cursor:
        cursor.execute(*prepared.rows.asked_with(given))
        rows = cursor.fetchall()
    found: list[Row] = prepared.maker.objects(rows)
    return found


def ids_of_a_page(ids: Iterable[UUID], *, most: int) -> dict[str, UUID]:
    """Ids as values by name; those that are nobody's fill the page up, so that there is one question for all pages."""
    given = list(ids)
    return {f"id_{number}": pk for number, pk in enumerate([*given, *map(_nobodys, range(len(given), most))])}


def _nobodys(number: int) -> UUID:
    return UUID(int=number)


def number_of(build: Build, user: User | None, *shape: Hashable, **values: Value) -> int:
    """How many rows `build(user, *shape, **values)` has."""
    if speaks_for(user):
        return _built(build, user, shape, values).count()
    prepared, given = _prepared(build, user, shape, values)
    if prepared is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(*prepared.number.asked_with(given))
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def prepared_of(asked: Asking) -> tuple[Prepared | None, tuple[Value, ...]]:
    """The words of a question and what to fill in; None for one that has no answer whoever asks."""
    return _prepared(asked.build, asked.user, asked.shape, dict(asked.values))


def _prepared(
    build: Build, user: User | None, shape: tuple[Hashable, ...], values: dict[str, Value]
) -> tuple[Prepared | None, tuple[Value, ...]]:
    person, held = _of_person(user)
    given = (*person, *values.values())
    key = (build, held, shape, *values)
    try:
        prepared = _kept[key]
    except KeyError:
        prepared = _compiled(build, user, shape, values)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()  # another thread may be reading just now: nobody reads a key twice
        _kept[key] = prepared
    if settings.TESTING:
        _compare(_built(build, user, shape, values), prepared, given)
    return prepared, given


def _of_person(user: User | None) -> tuple[tuple[Value, ...], Hashable]:
    """What a question may ask of this person, and what its words depend on."""
    if user is None:
        return (), None
    places = organisation_places(user)
    return (user.pk, user.email, *places), (roles_of(user), tuple(places.values()))


def _built(build: Build, user: User | None, shape: tuple[Hashable, ...], values: dict[str, Any]) -> QuerySet[Any]:
    return build(*shape, **values) if user is None else build(user, *shape, **values)


def _compiled(
    build: Build, user: User | None, shape: tuple[Hashable, ...], values: dict[str, Value]
) -> Prepared | None:
    person, _held = _of_person(user)
    nobody = tuple(_stand_in(each, number) for number, each in enumerate(person))
    stand_ins = {name: _stand_in(each, len(person) + number) for number, (name, each) in enumerate(values.items())}
    queryset = _built(build, _nobody(user, nobody), shape, stand_ins)
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        words, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    numbers = {each: number for number, each in enumerate((*nobody, *stand_ins.values()))}
    where = ((place, numbers.get(each)) for place, each in enumerate(parameters) if isinstance(each, Value))
    found = tuple((place, number) for place, number in where if number is not None)
    rows = statement_of(words, parameters, dict(found), (*nobody, *stand_ins.values()))
    number = Statement(f"SELECT COUNT(*) FROM ({rows.words}) rows", rows.types)  # noqa: S608 - as compiled
    maker, locks = row_maker_of(queryset, compiler), bool(queryset.query.select_for_update)
    return Prepared(maker, locks, words, tuple(parameters), found, rows, number)


def _nobody(user: User | None, stand_ins: tuple[Any, ...]) -> User | None:
    """Somebody with the rights of this person, and nothing else of theirs."""
    if user is None:
        return None
    pk, email, *organisations = stand_ins
    person = User(pk=pk, email=email, name="Nobody", is_active=True)
    places = dict(zip(organisations, organisation_places(user).values(), strict=True))
    know_rights(person, roles=roles_of(user), places=places)
    return person


def _stand_in(value: Value, number: int) -> Any:
    if isinstance(value, str):
        return WORDS.format(number)
    if isinstance(value, datetime):
        return datetime.combine(FIRST_DAY + timedelta(days=number), time(), UTC)
    if isinstance(value, date):
        return FIRST_DAY + timedelta(days=number)
    return UUID(int=(0xFEED << 112) + number) if isinstance(value, UUID) else FIRST_NUMBER + number


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
