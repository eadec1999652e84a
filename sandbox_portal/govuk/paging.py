"""Pages of a long list as components/pagination.html takes them; what else the address asks for goes along."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

PAGE = 30


def page_by_key(
    request: HttpRequest, rows: QuerySet[Any, Any], *, size: int = PAGE
) -> tuple[list[Any], dict[str, str]]:
    """Of rows that stand newest first by their key, those after the one `?after=` names; and the pages beside them.

    Nothing is skipped or told twice when rows come in meanwhile.
    """
    after = _number(request, "after", digits=17)
    found = list((rows.filter(pk__lt=after) if after else rows)[: size + 1])
    return found[:size], {
        "newer_url": address_with(request, after="") if after else "",
        "older_url": address_with(request, after=found[size - 1].pk) if len(found) > size else "",
    }


def page_by_number(
    request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any], *, size: int = PAGE
) -> tuple[list[Any], dict[str, str]]:
    """Of rows in any order, those of `?page=`; and the pages beside it. One question, and nothing is counted."""
    start = (page_number(request) - 1) * size
    found = list(rows[start : start + size + 1])
    return found[:size], neighbours(request, has_more=len(found) > size)


def page_number(request: HttpRequest) -> int:
    """Which page; what means nothing is the first."""
    return max(1, _number(request, "page", digits=4))


def neighbours(request: HttpRequest, *, has_more: bool) -> dict[str, str]:
    """The addresses of the pages beside `?page=`."""
    number = page_number(request)
    return {
        "newer_url": address_with(request, page=number - 1) if number > 1 else "",
        "older_url": address_with(request, page=number + 1) if has_more else "",
    }


def address_with(request: HttpRequest, **changes: object) -> str:
    """This list with something else asked, on its first page unless told; what is empty is left out."""
    asked = {**request.GET.dict(), "after": "", "page": "", **changes}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _number(request: HttpRequest, name: str, *, digits: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= digits else 0
