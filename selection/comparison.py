"""Difference from the others: what 3a is compared with, and when such a score goes stale (R-169 to R-172)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

AUTOMATIC_SCORE = 4
AUTOMATIC_REASON = "No other application had been reviewed before this one."


@dataclass(frozen=True)
class Reviewed:
    """An application that was reviewed at step 3 before the one in hand, with its total so far."""

    reference: str
    total: int


def comparison_set(reviewed_before: Sequence[Reviewed], *, max_places: int) -> tuple[str, ...]:
    """Give the best of those reviewed before, ties at the limit included, in the order of review (R-169).

    The caller leaves out those who have withdrawn or been excluded.
    """
    if len(reviewed_before) <= max_places:
        return tuple(application.reference for application in reviewed_before)
    limit = sorted((application.total for application in reviewed_before), reverse=True)[max_places - 1]
    return tuple(application.reference for application in reviewed_before if application.total >= limit)


class Cause(StrEnum):
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"
    BELOW_CUTOFF = "below_cutoff"


@dataclass(frozen=True)
class Comparison:
    """One 3a score's stored comparison set, and what the panel has since taken into account."""

    reference: str
    compared_with: frozenset[str]
    settled: frozenset[str] = frozenset()
    rescored_for_cutoff: bool = False


def stale_because(comparison: Comparison, gone: Mapping[str, Cause]) -> dict[str, Cause]:
    """Name the members of the stored set that are gone and not yet taken into account; empty means not stale.

    A change caused by the cut-off alone counts once, so that re-scoring cannot go round in circles (R-172).
    """
    causes = {
        reference: cause
        for reference, cause in gone.items()
        if reference in comparison.compared_with and reference not in comparison.settled
    }
    if comparison.rescored_for_cutoff and set(causes.values()) == {Cause.BELOW_CUTOFF}:
        return {}
    return causes


def stale(comparisons: Iterable[Comparison], gone: Mapping[str, Cause]) -> tuple[str, ...]:
    """Give the references whose 3a must be confirmed or changed, in the order given."""
    return tuple(
        comparison.reference
        for comparison in comparisons
        if comparison.reference not in gone and stale_because(comparison, gone)
    )


def settle(comparison: Comparison, gone: Mapping[str, Cause]) -> Comparison:
    """Take into account everybody who is gone, after the panel has confirmed or changed the score."""
    causes = stale_because(comparison, gone)
    return replace(
        comparison,
        settled=comparison.settled | causes.keys(),
        rescored_for_cutoff=comparison.rescored_for_cutoff or Cause.BELOW_CUTOFF in causes.values(),
    )


def blocks_sign_off(stale_references: Collection[str], totals: Mapping[str, int], *, cutoff: int) -> tuple[str, ...]:
    """Give the stale applications at or above the cut-off, which must be resolved before sign-off (R-172)."""
    return tuple(reference for reference in stale_references if reference in totals and totals[reference] >= cutoff)
