"""Take in figures of monitoring as evidence that nobody changes (R-376)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.evidence import Direction, EvidenceKind, Origin, Way
from ..models import Assessment, EvidenceItem, EvidenceUse
from ..permissions import manages_it
from ..queries.assessments import is_open_to_evidence
from ..queries.evidence import content_of
from ..rulebook.figures import CATEGORY, Figure
from ..workflow.assessment import NOT_THE_MANAGER
from .evidence import CLOSED

MOST_AT_ONCE = 1_000
THERE = "One of these figures is evidence already. Nothing was brought in."


@transaction.atomic
def take_in_figures(assessment: Assessment, *, figures: Sequence[Figure], by: User, at: datetime) -> list[EvidenceItem]:
    """Keep these figures, all of them or none, each with its time and its source. The same figure comes in once."""
    assessment.case = Case.objects.select_for_update().get(pk=assessment.pk)
    if not manages_it.test(by, assessment):
        raise Refused(NOT_THE_MANAGER)
    if not is_open_to_evidence(assessment):
        raise Refused(CLOSED)
    if content_of(assessment).category(CATEGORY) is None:
        raise Refused("This framework has no kind of evidence for figures.")
    if not 0 < len(figures) <= MOST_AT_ONCE:
        raise Refused(f"Bring in between 1 and {MOST_AT_ONCE:,} figures at once.")
    if {key for figure in figures for key in figure.statements} - set(assessment.statements):
        raise Refused("Choose statements that this assessment looks at.")
    newest = EvidenceItem.objects.filter(assessment=assessment).aggregate(Max("number"))["number__max"] or 0
    rows = [_item(assessment, each, number, by=by, at=at) for number, each in enumerate(figures, start=newest + 1)]
    try:
        with transaction.atomic():
            items = EvidenceItem.objects.bulk_create(rows)
    except IntegrityError as twice:
        if "counted_once" not in str(twice):
            raise
        raise Refused(THERE) from None
    EvidenceUse.objects.bulk_create(
        EvidenceUse(item=item, statement=key, used_at=at, used_by=by)
        for item, figure in zip(items, figures, strict=True)
        for key in figure.statements
    )
    words = "1 figure" if len(items) == 1 else f"{len(items)} figures"
    record(assessment.case, verb="figures came in", by=by, at=at, note=words)
    return items


def _item(assessment: Assessment, figure: Figure, number: int, *, by: User, at: datetime) -> EvidenceItem:
    return EvidenceItem(
        assessment=assessment,
        number=number,
        category=CATEGORY,
        kind=EvidenceKind.DATA,
        way=Way.READING,
        text=figure.text,
        source=figure.source,
        period=figure.period,
        seen_at=at,
        direction=Direction.NEUTRAL,
        written_at=at,
        written_by=by,
        origin=Origin.FIGURES,
        origin_key=figure.key,
    )
