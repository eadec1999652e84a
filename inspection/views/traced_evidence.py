"""The evidence behind a statement in words: how many pieces of a kind, from which days, and where they are listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london

from ..queries.evidence_heaps import Heap
from ..rulebook.framework import Category, Statement


@dataclass(frozen=True)
class Pieces:
    """One kind of evidence behind one statement; `asked` is what the list of evidence is asked for."""

    title: str
    words: str
    asked: str


def pieces_in_words(statement: Statement, found: Iterable[tuple[Category, Heap]]) -> list[Pieces]:
    return [
        Pieces(kind.title, heap_in_words(heap), urlencode({"statement": statement.key, "category": kind.key}))
        for kind, heap in found
    ]


def heap_in_words(heap: Heap) -> str:
    """3 pieces of evidence, 4 May 2026 to 6 May 2026."""
    number = ngettext("%(items)s piece of evidence", "%(items)s pieces of evidence", heap.items)
    first, last = day_in_london(heap.first_at), day_in_london(heap.last_at)
    days = _("%(first)s to %(last)s") % {"first": day_in_words(first), "last": day_in_words(last)}
    return f"{number % {'items': heap.items}}, {day_in_words(first) if first == last else days}"
