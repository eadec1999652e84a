"""How much evidence there is, and from when: of a whole assessment, and of each statement by kind (R-373)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from sandbox_portal.casework.looks import once_a_look

from ..models import Assessment, EvidenceItem, EvidenceUse
from ..rulebook.framework import Area

Heaps = dict[str, dict[str, "Heap"]]


@dataclass(frozen=True)
class Heap:
    """How many items there are of something, and from which time they are."""

    items: int
    first_at: datetime
    last_at: datetime


def evidence_as_a_whole(assessment: Assessment) -> Heap | None:
    """Every item once, whatever it is used for; None where there is none."""
    found = EvidenceItem.objects.filter(assessment=assessment, replaced_at=None)
    told = found.aggregate(items=Count("pk"), first_at=Min("seen_at"), last_at=Max("seen_at"))
    return Heap(**told) if told["items"] else None


@once_a_look
def evidence_heaps(assessment: Assessment) -> Heaps:
    """The evidence of each statement by kind; an item that is used for two statements stands with both."""
    return _heaps(assessment)


def evidence_heaps_of(assessment: Assessment, area: Area) -> Heaps:
    """The same of the statements of one area."""
    return _heaps(assessment, statement__in=[each.key for each in area.statements])


def _heaps(assessment: Assessment, **narrowed: list[str]) -> Heaps:
    standing = EvidenceUse.objects.filter(
        item__assessment=assessment, item__replaced_at=None, ended_at=None, **narrowed
    )
    told = (Count("pk"), Min("item__seen_at"), Max("item__seen_at"))
    found: Heaps = {}
    for statement, category, *heap in standing.values_list("statement", "item__category").annotate(*told):
        found.setdefault(statement, {})[category] = Heap(*heap)
    return found
