"""The ranking as a page shows it: one row an application, best first, with every agreed score."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..criteria import Criteria
from ..models import Application, Consensus, Selection
from ..scoring import warnings
from .declarations import applications_hidden_from, hidden_references
from .selections import applications_read_in, criteria_of
from .standings import cut_off_in_force, stale_references
from .worklist import NOT_LISTED

RANKED = Q(total__isnull=False) & ~Q(case__stage=ApplicationStage.WITHDRAWN)
IN_REVIEW = Q(s2__isnull=False) & ~Q(
    case__stage__in=(ApplicationStage.WITHDRAWN, ApplicationStage.NOT_COMMITTED, ApplicationStage.STEP2)
)
INTEREST = _("An application in which you have an interest")
UNDECLARED = _("An application on which you have not declared your interests")


@dataclass(frozen=True)
class RankedRow:
    """One application of the ranking. `scores` follow the round's criteria by code; `warnings` are codes scored 1."""

    application: Application
    scores: dict[str, int]
    warnings: tuple[str, ...]
    is_eligible: bool | None
    is_stale: bool


def ranked_rows(selection: Selection, user: User, *, start: int = 0, most: int | None = None) -> list[RankedRow]:
    """The scored applications the person may read, best total first; the same queries, whatever the number."""
    agreed = Consensus.objects.filter(replaced_at=None).only("application_id", "criterion", "value")
    applications = (
        applications_read_in(selection, user)
        .filter(RANKED)
        .prefetch_related(Prefetch("consensus", queryset=agreed, to_attr="agreed"))
        .order_by(F("rank").asc(nulls_last=True), F("total").desc(nulls_last=True), "number")
    )
    cut_off = cut_off_in_force(selection)
    stale = set(stale_references(selection))
    criteria = criteria_of(selection.round)
    value = cut_off.value if cut_off else None
    which = applications.values("pk")[start : None if most is None else start + most]
    shown = applications.filter(pk__in=which).defer(*NOT_LISTED)
    return [_row(application, criteria, value, stale) for application in shown]


@dataclass(frozen=True)
class Hidden:
    """How many applications a page leaves out for this person, and why. `total` rows stand for them without a name."""

    interests: int
    undeclared: int

    @property
    def total(self) -> int:
        return self.interests + self.undeclared

    @property
    def words(self) -> list[str]:
        return [str(INTEREST)] * self.interests + [str(UNDECLARED)] * self.undeclared


def hidden_among(references: Collection[str], selection: Selection, user: User) -> Hidden:
    """What is left out of a page that is about the applications with these references."""
    kept_away = set(hidden_references(selection, user)) & set(references)
    read = applications_read_in(selection, user).filter(case__reference__in=references).count()
    return Hidden(len(kept_away), len(references) - read - len(kept_away))


def hidden_rows(selection: Selection, user: User) -> Hidden:
    """What the ranking leaves out."""
    return _hidden(RANKED, selection, user)


def hidden_in_review(selection: Selection, user: User) -> Hidden:
    """What the order of review leaves out."""
    return _hidden(IN_REVIEW, selection, user)


def _hidden(which: Q, selection: Selection, user: User) -> Hidden:
    """The same of all that fit, counted where they are stored: a round may be large."""
    every = Application.objects.filter(which, round=selection.round_id).count()
    kept_away = applications_hidden_from(user).filter(which, round=selection.round_id).count()
    read = applications_read_in(selection, user).filter(which).count()
    return Hidden(kept_away, every - read - kept_away)


def _row(application: Application, criteria: Criteria, cut_off: int | None, stale: set[str]) -> RankedRow:
    scores = {row.criterion: row.value for row in application.agreed}  # type: ignore[attr-defined]
    return RankedRow(
        application=application,
        scores=scores,
        warnings=warnings(criteria, scores),
        is_eligible=None if cut_off is None or application.total is None else application.total >= cut_off,
        is_stale=str(application.case.reference) in stale,
    )
