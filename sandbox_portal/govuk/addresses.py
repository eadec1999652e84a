"""Addresses of the rows of a list: the words around the ids are the same in each, and are put together once."""

from functools import cache
from itertools import chain
from uuid import UUID

from django.urls import get_script_prefix, reverse

STAND_IN = 0xFEED << 112


def row_address(name: str, *ids: UUID) -> str:
    """The same as `reverse(name, args=ids)`, for a page whose address holds ids and nothing else that changes."""
    assert all(isinstance(each, UUID) for each in ids)
    *before, after = _around(name, get_script_prefix(), len(ids))
    return "".join([*chain.from_iterable(zip(before, map(str, ids), strict=True)), after])


@cache
def _around(name: str, _prefix: str, ids: int) -> tuple[str, ...]:
    stand_ins = [UUID(int=STAND_IN + number) for number in range(ids)]
    words, rest = [], reverse(name, args=stand_ins)
    for each in stand_ins:
        before, _id, rest = rest.partition(str(each))
        words.append(before)
    return (*words, rest)
