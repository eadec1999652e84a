"""Addresses of the rows of a list: the words around the id are the same in each, and are put together once."""

from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, reverse

STAND_IN = UUID(int=0xFEED << 112)


def row_address(name: str, pk: UUID) -> str:
    """The same as `reverse(name, args=[pk])`, for a page whose address holds one id and nothing else that changes."""
    assert isinstance(pk, UUID)
    before, after = _around(name, get_script_prefix())
    return f"{before}{pk}{after}"


@cache
def _around(name: str, _prefix: str) -> tuple[str, str]:
    before, _id, after = reverse(name, args=[STAND_IN]).partition(str(STAND_IN))
    return before, after
