"""The ranking as a page shows it: one row an application, best first, with every agreed score."""

from dataclasses import dataclass

from django.db.models import F, Prefetch

from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..criteria import Criteria
from ..models import Application, Consensus, Selection
from ..scoring import warnings
from .selections import applications_visible_in, criteria_of
from .standings import cut_off_in_force, stale_references


@dataclass(frozen=True)
class RankedRow:
    """One application of the ranking. `scores` follow the round's criteria by code; `warnings` are codes scored 1."""

    application: Application
    scores: dict[str, int]
    warnings: tuple[str, ...]
    is_eligible: bool | None
    is_stale: bool


def ranked_rows(selection: Selection, user: User) -> list[RankedRow]:
    """Every scored application the person may open, best total first; four queries, whatever the number."""
    agreed = Consensus.objects.filter(replaced_at=None).only("application_id", "criterion", "value")
    applications = (
        applications_visible_in(selection, user)
        .filter(total__isnull=False)
        .exclude(case__stage=ApplicationStage.WITHDRAWN)
        .prefetch_related(Prefetch("consensus", queryset=agreed, to_attr="agreed"))
        .order_by(F("rank").asc(nulls_last=True), F("total").desc(nulls_last=True), "number")
    )
    cut_off = cut_off_in_force(selection)
    stale = set(stale_references(selection))
    criteria = criteria_of(selection.round)
    value = cut_off.value if cut_off else None
    return [_row(application, criteria, value, stale) for application in applications]


def _row(application: Application, criteria: Criteria, cut_off: int | None, stale: set[str]) -> RankedRow:
    scores = {row.criterion: row.value for row in application.agreed}  # type: ignore[attr-defined]
    return RankedRow(
        application=application,
        scores=scores,
        warnings=warnings(criteria, scores),
        is_eligible=None if cut_off is None or application.total is None else application.total >= cut_off,
        is_stale=str(application.case.reference) in stale,
    )
