"""Review order, cut-off, places, draws and reserves (R-166 to R-168, R-174 to R-177)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sandbox_portal.chance.draw import draw
from selection.criteria import Outcome

MAX_PLACES = 6  # section D of the specification: "at most six"
MIN_PLACES = 3


@dataclass(frozen=True)
class Limits:
    most: int = MAX_PLACES
    fewest: int = MIN_PLACES


@dataclass(frozen=True)
class TiedGroup:
    """Applications with equal points, sorted by reference, whose order only a draw can decide."""

    pool: tuple[str, ...]
    places: int
    points: int


@dataclass(frozen=True)
class GroupDraw:
    """The recorded draw of a group; `pool` is as it was frozen, even if a member has withdrawn since."""

    pool: tuple[str, ...]
    places: int
    order: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """Who is proposed, who waits, who is out. `to_draw` is empty once every group that needs a draw has one."""

    proposed: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    below_cutoff: tuple[str, ...] = ()
    to_draw: tuple[TiedGroup, ...] = ()
    draws: tuple[GroupDraw, ...] = ()
    below_minimum: bool = False

    def outcomes(self) -> dict[str, Outcome]:
        awaiting = chain.from_iterable(group.pool for group in self.to_draw)
        return (
            dict.fromkeys(self.below_cutoff, Outcome.BELOW_CUTOFF)
            | dict.fromkeys(awaiting, Outcome.AWAITING_DRAW)
            | dict.fromkeys(self.reserve, Outcome.RESERVE)
            | dict.fromkeys(self.proposed, Outcome.PROPOSED)
        )


def rank(
    totals: Mapping[str, int], *, cutoff: int, limits: Limits = Limits(), draws: Sequence[GroupDraw] = ()
) -> Ranking:
    """Fill the places by total (R-175). A group that still needs a draw is left in `to_draw`, in no other list."""
    eligible = {reference: total for reference, total in totals.items() if total >= cutoff}
    placed: list[str] = []
    reserve: list[str] = []
    to_draw: list[TiedGroup] = []
    used: list[GroupDraw] = []
    left = limits.most
    for group in groups_by_points(eligible, places=limits.most):
        if not _needs_draw(group):
            (placed if group.places else reserve).extend(group.pool)
        elif found := _recorded(group, draws, totals):
            order = [reference for reference in found.order if reference in group.pool]
            placed += order[: group.places]
            reserve += order[group.places :]
            used.append(found)
        else:
            to_draw.append(group)
        left -= group.places
    return Ranking(
        proposed=tuple(placed),
        reserve=tuple(reserve),
        below_cutoff=tuple(sorted(totals.keys() - eligible.keys())),
        to_draw=tuple(to_draw),
        draws=tuple(used),
        below_minimum=limits.most - left < limits.fewest,
    )


def groups_by_points(points: Mapping[str, int], *, places: int = 0) -> list[TiedGroup]:
    """Group equal points, highest first, each sorted by reference, and share out the places from the top."""
    groups: dict[int, list[str]] = {}
    for reference in sorted(points):
        groups.setdefault(points[reference], []).append(reference)
    shared = []
    for points_of_group in sorted(groups, reverse=True):
        pool = tuple(groups[points_of_group])
        given = min(places, len(pool))
        shared.append(TiedGroup(pool=pool, places=given, points=points_of_group))
        places -= given
    return shared


def _needs_draw(group: TiedGroup) -> bool:
    """A group that fits entirely is taken entirely (R-175); one that waits is drawn for its order (R-177)."""
    return len(group.pool) > 1 and group.places < len(group.pool)


def _recorded(group: TiedGroup, draws: Iterable[GroupDraw], totals: Mapping[str, int]) -> GroupDraw | None:
    """Find the draw of this group; members who have left since stay in its pool and are skipped (RFC 3797)."""
    members = set(group.pool)
    for recorded in draws:
        missing = set(recorded.pool) - members
        if members <= set(recorded.pool) and missing.isdisjoint(totals):
            return recorded
    return None


def draw_groups(groups: Iterable[TiedGroup], *, key: str) -> tuple[GroupDraw, ...]:
    """Draw every group with the same key, each over its own pool."""
    return tuple(
        GroupDraw(group.pool, group.places, tuple(map(str, draw(group.pool, key=key, places=group.places).order)))
        for group in groups
    )


def review_groups(s2: Mapping[str, int]) -> tuple[TiedGroup, ...]:
    """Give the groups of equal S2 whose order of review must be drawn (R-168)."""
    return tuple(group for group in groups_by_points(s2) if _needs_draw(group))


def review_order(s2: Mapping[str, int], *, draws: Sequence[GroupDraw] = ()) -> tuple[str, ...]:
    """Give the order of step 3: highest S2 first, equal ones as drawn (R-167, R-168)."""
    drawn = {recorded.pool: recorded.order for recorded in draws}
    ordered: list[str] = []
    for group in groups_by_points(s2):
        if _needs_draw(group) and group.pool not in drawn:
            raise ValueError(f"The order of {', '.join(group.pool)} has not been drawn.")
        ordered += drawn.get(group.pool, group.pool)
    return tuple(ordered)


@dataclass(frozen=True)
class WhatIf:
    """What one cut-off would do, before anybody commits to it."""

    cutoff: int
    eligible: int
    proposed: int
    reserve: int
    below_cutoff: int
    drawn_for: int
    drawn_among: int
    below_minimum: bool


def what_if(totals: Iterable[int], *, cutoffs: Iterable[int], limits: Limits = Limits()) -> list[WhatIf]:
    """Try every cut-off on one count of the totals, so that the number of applications hardly matters."""
    counted = Counter(totals)
    everybody = counted.total()
    drawn_for, drawn_at, drawn_among = _straddling(counted, limits.most)
    results = []
    for cutoff in cutoffs:
        eligible = sum(count for total, count in counted.items() if total >= cutoff)
        proposed = min(eligible, limits.most)
        drawn = drawn_at is not None and drawn_at >= cutoff
        results.append(
            WhatIf(
                cutoff=cutoff,
                eligible=eligible,
                proposed=proposed,
                reserve=eligible - proposed,
                below_cutoff=everybody - eligible,
                drawn_for=drawn_for if drawn else 0,
                drawn_among=drawn_among if drawn else 0,
                below_minimum=proposed < limits.fewest,
            )
        )
    return results


def _straddling(counted: Mapping[int, int], places: int) -> tuple[int, int | None, int]:
    """Give places left, total and size of the group that does not fit; no total when every group fits."""
    for total in sorted(counted, reverse=True):
        if 0 < places < counted[total]:
            return places, total, counted[total]
        places -= min(places, counted[total])
    return 0, None, 0


def next_reserve(reserve: Sequence[str], *, unavailable: Collection[str] = ()) -> str | None:
    """Give the reserve to offer promotion to: the first who is still there (R-177)."""
    return next((reference for reference in reserve if reference not in unavailable), None)


def promotion_refusal(*, at: datetime, first_workshop_at: datetime) -> str | None:
    """Say why no reserve may be promoted any more; None before the first workshop (R-177, EX-D16)."""
    if at >= first_workshop_at:
        return "A reserve can only be promoted before the first workshop, which has begun."
    return None
