"""Long lists page by page: a page begins after the mark of the last row of the one before it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q


def mark_of(row: Model, moment: str) -> str:
    """The place of a row in a list whose newest rows come first."""
    value: Any = row
    for name in moment.split("__"):
        value = getattr(value, name)
    return f"{value.isoformat()}~{row.pk}"


def older_than(mark: str, moment: str) -> Q:
    """Rows that come after the mark; a mark that is none is the beginning."""
    at, _tilde, key = mark.partition("~")
    try:
        when, row = datetime.fromisoformat(at), _key(key)
    except ValueError:
        return Q()
    if when.tzinfo is None:
        return Q()
    return Q(**{f"{moment}__lt": when}) | Q(**{moment: when, "pk__lt": row})


def named_mark(row: Any) -> str:
    """The place of a row in a list by name."""
    return f"{row.pk}~{row.name}"


def named_after(mark: str) -> Q:
    """Rows that come after the mark in a list by name."""
    key, _tilde, name = mark.partition("~")
    try:
        return Q(name__gt=name) | Q(name=name, pk__gt=_key(key))
    except ValueError:
        return Q()


def _key(text: str) -> UUID | int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else UUID(text)
