"""One look at a page: a question that several parts of it ask is put to the database once.

Nothing is remembered where something is decided: `take_step` looks again under its lock, whatever a page has read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model

from sandbox_portal.people.clock import database_now

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=Model)

_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory_of_a_look", default=None)


@contextmanager
def one_look(moment: datetime | None = None) -> Iterator[None]:
    """Remember the answers of `once_a_look` until the block ends; a look inside a look is the same look.

    `moment` is the time of the look by the database's clock, where it was read already.
    """
    if _memory.get() is not None:
        yield
        return
    with _remembering({(database_now,): moment} if moment else {}):
        yield


@contextmanager
def nothing_remembered() -> Iterator[None]:
    """Ask the database itself, even inside a look."""
    with _remembering(None):
        yield


@contextmanager
def _remembering(memory: dict[Any, Any] | None) -> Iterator[None]:
    token = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(token)


def once_a_look(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let a question about rows be asked once in a look; outside one it is asked every time."""

    @wraps(question)
    def asked(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        memory = _memory.get()
        if memory is None:
            return question(*args, **named)
        key = (question, *map(_name, args), *((name, _name(each)) for name, each in sorted(named.items())))
        if key not in memory:
            memory[key] = question(*args, **named)
        answer: Answer = memory[key]
        return answer

    return asked


def _name(thing: object) -> object:
    return (type(thing), thing.pk) if isinstance(thing, Model) else thing


def read_beside(model: type[Row], case: Model) -> Row | None:
    """The row of the model that was read together with this case, if it was; asks nothing."""
    backward: Any = model._meta.get_field("case").remote_field
    found: Row | None = backward.get_cached_value(case, default=None)
    return found


moment_of_look = once_a_look(database_now)
