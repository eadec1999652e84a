"""The answers of a case, held: locked and read once, for what a step needs and for the action that sends them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import rows_of

from .models import Answer, Response
from .queries import FIRST, Reading, read_response, response_of


@dataclass(frozen=True)
class Held:
    """A response as it was read under its lock, and its answers as they are stored."""

    reading: Reading
    written: tuple[Answer, ...]


_held: ContextVar[dict[UUID, Held | None] | None] = ContextVar("held_answers", default=None)


@contextmanager
def holding_answers() -> Iterator[None]:
    """Let `answers_to_send` hold what it reads until the transaction ends, and read it once.

    For the action that takes the step and then closes the answers, inside its transaction: nobody saves in between.
    """
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def answers_to_send(case: Case) -> Reading | None:
    """The newest attempt at the answers of a case, for a need of the step that sends them."""
    memory = _held.get()
    if memory is None:
        response = response_of(case)
        return read_response(response) if response else None
    if case.pk not in memory:
        memory[case.pk] = _read_under_lock(case, case_id=case.pk)
    held = memory[case.pk]
    return held.reading if held else None


def hold(response: Response) -> Held:
    """Lock a response and read it, unless `answers_to_send` has done so."""
    held = (_held.get() or {}).get(response.case_id)
    if held is not None and held.reading.response.pk == response.pk:
        return held
    found = _read_under_lock(response.case, pk=response.pk)
    assert found is not None  # rows of responses are never deleted
    return found


def _read_under_lock(case: Case, **which: UUID | int) -> Held | None:
    locked = next(iter(rows_of(_locked, None, **which)), None)
    if locked is None:
        return None
    locked.case = case
    written = tuple(rows_of(_written, None, response_id=locked.pk))
    return Held(read_response(locked, answers={answer.question_key: answer.raw for answer in written}), written)


def _locked(**which: UUID | int) -> QuerySet[Response]:
    """Of a case, the one that `response_of` finds: whoever sends holds the case, so that no other attempt begins."""
    held = Response.objects.select_for_update(of=("self",)).filter(**which)
    return held.select_related("question_set").defer("question_set__document").order_by(*FIRST)[:1]


def _written(*, response_id: int) -> QuerySet[Answer]:
    return Answer.objects.filter(response=response_id)
