"""Pages of a list by the number of rows one has passed; the filter goes along."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE = 30
FURTHEST = 100_000


def page_of(request: HttpRequest, rows: QuerySet[Any, Model]) -> tuple[list[Any], dict[str, str]]:
    """The rows of the page that was asked for, and the addresses of its neighbours; one question to the database."""
    given = request.GET.get("from", "")
    start = min(int(given), FURTHEST) if given.isascii() and given.isdigit() and len(given) < 7 else 0
    found = list(rows[start : start + PAGE + 1])
    neighbours = {
        "newer_url": _address(request, max(start - PAGE, 0)) if start else "",
        "older_url": _address(request, start + PAGE) if len(found) > PAGE else "",
    }
    return found[:PAGE], neighbours


def _address(request: HttpRequest, start: int) -> str:
    asked = request.GET.copy()
    asked.pop("from", None)
    if start:
        asked["from"] = str(start)
    return f"?{asked.urlencode()}"


def without(request: HttpRequest, name: str) -> str:
    """The address of the same list without one of its filters."""
    asked = request.GET.copy()
    asked.pop(name, None)
    asked.pop("from", None)
    return f"?{asked.urlencode()}"
