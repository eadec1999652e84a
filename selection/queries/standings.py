"""How the applications of a round stand: totals, order, draws, staleness; each a few queries, whatever the size."""

from collections import Counter
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from programme.choices import KeyDateKind
from programme.models import KeyDate
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.clock import database_now

from .. import comparison, ranking
from ..choices import ApplicationStage, DrawPurpose
from ..comparison import Cause, Comparison
from ..models import Application, ComparisonMember, Consensus, CutOff, Draw, DrawGroup, Proposal, Selection
from ..ranking import GroupDraw, Limits, Ranking
from .tallies import tallies_of

IN_THE_RUNNING = (
    ApplicationStage.SCORED,
    ApplicationStage.PROPOSED,
    ApplicationStage.RESERVE,
    ApplicationStage.BELOW_CUTOFF,
)
CAUSES = {ApplicationStage.WITHDRAWN: Cause.WITHDRAWN, ApplicationStage.BELOW_CUTOFF: Cause.BELOW_CUTOFF}
EXCLUDED = (ApplicationStage.OUT_OF_SCOPE, ApplicationStage.NOT_COMMITTED)
GONE = (*CAUSES, *EXCLUDED)


def limits_of(selection: Selection) -> Limits:
    """How many places the round has."""
    return Limits(most=selection.round.max_places, fewest=selection.round.min_places)


@once_a_look
def totals_of(selection: Selection) -> dict[str, int]:
    """Totals by reference of every fully scored application still in the running."""
    rows = _in_the_running(selection).values_list("case__reference", "total")
    return {str(reference): total for reference, total in rows if total is not None}


def total_counts(selection: Selection) -> Counter[int]:
    """How many of them have each total: all that trying a cut-off needs, and no application is read for it."""
    if cut_off_in_force(selection) is not None:  # the places are worked out on the same page
        return Counter(totals_of(selection).values())
    counted = _with_a_total(selection).order_by().values_list("total").annotate(count=Count("pk"))
    return Counter({total: count for total, count in counted if total is not None})


def _with_a_total(selection: Selection) -> QuerySet[Application]:
    """The same as are in the running; where nobody with a total can stand elsewhere, an index gives them alone."""
    if tallies_of(selection.round_id).stages(None).keys() - {*IN_THE_RUNNING, ApplicationStage.DRAFT}:
        return _in_the_running(selection)
    return Application.objects.filter(round=selection.round_id, number__isnull=False, total__isnull=False)


def _in_the_running(selection: Selection) -> QuerySet[Application]:
    return Application.objects.filter(
        round=selection.round_id, submitted_at__isnull=False, total__isnull=False, case__stage__in=IN_THE_RUNNING
    )


def count_proposed(selection: Selection) -> int:
    """How many applications stand proposed now, whoever may see them."""
    return tallies_of(selection.round_id).at(None, ApplicationStage.PROPOSED).sent


@once_a_look
def s2_of(selection: Selection) -> dict[str, int]:
    """S2 by reference of every application that passed step 2 and has not left."""
    stages = (ApplicationStage.STEP3, *IN_THE_RUNNING)
    rows = Application.objects.filter(round=selection.round_id, case__stage__in=stages, s2__isnull=False)
    return {str(reference): s2 or 0 for reference, s2 in rows.values_list("case__reference", "s2")}


@once_a_look
def cut_off_in_force(selection: Selection) -> CutOff | None:
    """The cut-off that counts now."""
    return next(iter(rows_of(_cut_off, None, selection_id=selection.pk)), None)


def _cut_off(*, selection_id: UUID) -> QuerySet[CutOff]:
    return CutOff.objects.filter(selection=selection_id, replaced_at=None).select_related("set_by")


@once_a_look
def standing_draw(selection: Selection, purpose: DrawPurpose) -> Draw | None:
    """The draw of this purpose that has not been voided."""
    return next(iter(rows_of(_standing_draw, None, purpose, selection_id=selection.pk)), None)


def _standing_draw(purpose: DrawPurpose, *, selection_id: UUID) -> QuerySet[Draw]:
    draws = Draw.objects.filter(selection=selection_id, purpose=purpose, voided_at=None)
    return draws.select_related("frozen_by", "entered_by", "confirmed_by")


@once_a_look
def recorded_draws(selection: Selection, purpose: DrawPurpose) -> list[GroupDraw]:
    """The drawn groups of the standing draw, as the rulebook knows them."""
    groups = DrawGroup.objects.filter(
        draw__selection=selection, draw__purpose=purpose, draw__voided_at=None, order__isnull=False
    )
    return [GroupDraw(tuple(group.pool), group.places, tuple(group.order or ())) for group in groups]


def ranking_of(selection: Selection, *, cut_off: int) -> Ranking:
    """Who would be proposed with this cut-off, with the draws recorded so far."""
    return ranking.rank(
        totals_of(selection),
        cutoff=cut_off,
        limits=limits_of(selection),
        draws=recorded_draws(selection, DrawPurpose.PLACES),
    )


def review_order_of(selection: Selection) -> tuple[str, ...]:
    """References in the order of step 3; raises ValueError while a tie is not drawn."""
    return ranking.review_order(s2_of(selection), draws=recorded_draws(selection, DrawPurpose.REVIEW))


def comparisons_of(selection: Selection, *which: Q | Exists) -> list[Comparison]:
    """The current 3a scores with their stored comparison sets, in order of review; all, or those that fit."""
    compared_with = ComparisonMember.objects.filter(consensus=OuterRef("pk")).values("application__case__reference")
    scores = (
        Consensus.objects.filter(*which, application__round=selection.round_id, criterion="3a", replaced_at=None)
        .order_by("application__review_position")
        .values_list("application__case__reference", ArraySubquery(compared_with), "settled", "rescored_for_cut_off")
    )
    return [
        Comparison(reference, frozenset(compared), frozenset(settled), rescored)
        for reference, compared, settled, rescored in scores
    ]


@once_a_look
def gone_from(selection: Selection) -> dict[str, Cause]:
    """References that no longer count in a comparison set, and why (R-172)."""
    if not tallies_of(selection.round_id).stages(None).keys() & set(GONE):
        return {}
    rows = _gone(selection).values_list("case__reference", "case__stage")
    return {str(reference): CAUSES.get(ApplicationStage(stage), Cause.EXCLUDED) for reference, stage in rows}


def _gone(selection: Selection) -> QuerySet[Application]:
    return Application.objects.filter(round=selection.round_id, case__stage__in=GONE, submitted_at__isnull=False)


@once_a_look
def stale_references(selection: Selection) -> tuple[str, ...]:
    """References whose 3a must be confirmed or changed, in order of review.

    Only what was compared with somebody who has gone is read: sets of comparison grow with the square of a round.
    """
    gone = gone_from(selection)
    touched = ComparisonMember.objects.filter(consensus=OuterRef("pk"), application__in=_gone(selection).values("pk"))
    return comparison.stale(comparisons_of(selection, Exists(touched)), gone) if gone else ()


@once_a_look
def proposal_in_hand(selection: Selection) -> Proposal | None:
    """The newest proposal that has been neither cancelled nor referred back."""
    return (
        Proposal.objects.filter(selection=selection, cancelled_at=None)
        .select_related("prepared_by", "confirmed_by", "decided_by", "seconded_by")
        .exclude(decision="referred_back", seconded_by__isnull=False)
        .order_by("-attempt")
        .first()
    )


@once_a_look
def first_workshop_has_begun(round_id: UUID) -> bool:
    """True once the database's clock has passed the start of the round's first workshop (R-177)."""
    first = KeyDate.objects.filter(round=round_id, kind=KeyDateKind.WORKSHOP).order_by("starts_at").first()
    return first is not None and first.starts_at <= database_now()
