"""The ranking as a page shows it: one row an application, best first, with every agreed score."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.models import User

from ..criteria import Criteria, Kind
from ..models import Application, Consensus, Selection
from ..scoring import warnings
from .selections import applications_read_in, criteria_of
from .sight import IN_RANKING, LeftOut, left_out, sent_in
from .standings import cut_off_in_force, stale_references

LISTED = ("number", "rank", "total", "round", "case__reference", "case__stage", "organisation__name")
INTEREST = _("An application in which you have an interest")
UNDECLARED = _("An application on which you have not declared your interests")


@dataclass(frozen=True)
class RankedRow:
    """One application of the ranking. `in_words` has its scores in the order of the criteria; `warnings` are codes
    scored 1."""

    application: Application
    scores: dict[str, int]
    in_words: tuple[str, ...]
    warnings: tuple[str, ...]
    is_eligible: bool | None
    is_stale: bool


def ranked_rows(selection: Selection, user: User, *, start: int = 0, most: int | None = None) -> list[RankedRow]:
    """The scored applications the person may read, best total first; the same queries, whatever the number."""
    cut_off = cut_off_in_force(selection)
    stale = set(stale_references(selection))
    criteria = criteria_of(selection.round)
    value = cut_off.value if cut_off else None
    is_whole = not left_out(selection, user)
    shown = rows_of(_ranked, user, is_whole, start, None if most is None else start + most, round_id=selection.round_id)
    return [_row(application, criteria, value, stale) for application in shown]


def _ranked(user: User, is_whole: bool, start: int, end: int | None, *, round_id: UUID) -> QuerySet[Application]:
    """With nothing to leave out all are asked for, so that an index gives them in this order."""
    selection = Selection(round_id=round_id)
    order = (F("rank").asc(nulls_last=True), F("total").desc(nulls_last=True), "number")
    readable = sent_in(selection) if is_whole else applications_read_in(selection, user)
    which = readable.filter(IN_RANKING).order_by(*order).values("pk")[start:end]
    agreed = Consensus.objects.filter(application=OuterRef("pk"), replaced_at=None)
    return (
        Application.objects.filter(pk__in=which)
        .select_related("case", "organisation")
        .only(*LISTED)
        .annotate(agreed=ArraySubquery(agreed.values(pair=JSONObject(code="criterion", value="value"))))
        .order_by(*order)
    )


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


def hidden_rows(selection: Selection, user: User) -> Hidden:
    """What the ranking leaves out."""
    return _hidden(each for each in left_out(selection, user) if each.in_ranking)


def hidden_in_review(selection: Selection, user: User) -> Hidden:
    """What the order of review leaves out."""
    return _hidden(each for each in left_out(selection, user) if each.in_review)


def _hidden(left: Iterable[LeftOut]) -> Hidden:
    interests = [each.is_interest for each in left]
    return Hidden(sum(interests), len(interests) - sum(interests))


def _row(application: Application, criteria: Criteria, cut_off: int | None, stale: set[str]) -> RankedRow:
    scores = {pair["code"]: pair["value"] for pair in application.agreed}  # type: ignore[attr-defined]
    return RankedRow(
        application=application,
        scores=scores,
        in_words=tuple(str(scores.get(each.code, "–")) for each in criteria if each.kind is Kind.SCORE),
        warnings=warnings(criteria, scores),
        is_eligible=None if cut_off is None or application.total is None else application.total >= cut_off,
        is_stale=str(application.case.reference) in stale,
    )
