"""From the members' scores to one score of the panel (R-163 to R-165)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

QUORUM = 3
LAY_GROUPS = frozenset({"independent", "expert_by_experience"})  # one of the counted members at least
MODERATION_DISTANCE = 2
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Spread:
    """What the panel sees before it agrees: the lower median is a suggestion, nothing more."""

    counted: int
    lower_median: int
    mean: Decimal
    lowest: int
    highest: int


def spread(scores: Sequence[int]) -> Spread | None:
    """Describe the scores of the counted members; None while there are none."""
    if not scores:
        return None
    ordered = sorted(scores)
    return Spread(
        counted=len(ordered),
        lower_median=ordered[(len(ordered) - 1) // 2],
        mean=(Decimal(sum(ordered)) / len(ordered)).quantize(CENT, ROUND_HALF_UP),
        lowest=ordered[0],
        highest=ordered[-1],
    )


def gate_suggestion(votes: Sequence[bool]) -> bool | None:
    """Suggest pass when more members passed than failed; the lower median of pass and fail (R-165)."""
    found = spread([int(vote) for vote in votes])
    return None if found is None else bool(found.lower_median)


def needs_moderation(scores: Iterable[int], *, consensus: int) -> bool:
    """Say whether a counted member is so far from the consensus that a note is mandatory (R-163)."""
    return any(abs(score - consensus) >= MODERATION_DISTANCE for score in scores)


def quorum_refusal(groups: Sequence[str]) -> str | None:
    """Say why the counted members, given by their groups, cannot agree a consensus; None when they can (R-164)."""
    if len(groups) < QUORUM:
        return f"At least {QUORUM} panel members must have scored; {len(groups)} {_have(len(groups))}."
    if LAY_GROUPS.isdisjoint(groups):
        return "One of the members who scored must be independent or an expert by experience."
    return None


def _have(count: int) -> str:
    return "has" if count == 1 else "have"
