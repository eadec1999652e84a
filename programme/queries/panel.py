"""Who sits on a panel, and whether every view that must be heard is there (R-004, R-160)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of

from ..choices import PanelGroup
from ..models import PanelMember, Round

QUORUM = 3


@dataclass(frozen=True)
class GroupCount:
    """One of the three counts of R-004: seats, and how many of them have a confirmed person."""

    group: PanelGroup
    seats: int
    confirmed: int


@dataclass(frozen=True)
class Panel:
    """A panel with its three counts and what is missing from it."""

    seats: tuple[PanelMember, ...]
    counts: tuple[GroupCount, ...]
    warnings: tuple[str, ...]

    @property
    def chair(self) -> PanelMember | None:
        return next((seat for seat in self.seats if seat.is_chair), None)


def seats_of(round_: Round) -> QuerySet[PanelMember]:
    """The seats of a panel with the people on them, in order."""
    return PanelMember.objects.filter(round=round_).select_related("user").order_by("position")


def people_to_seat(round_: Round) -> QuerySet[User]:
    """People who may sit on a panel and are not on this one."""
    return holders_of(Role.PANEL_MEMBER).exclude(panel_seats__round=round_)


def panel_of(round_: Round) -> Panel:
    """The panel of a round: its seats, three counts and warnings."""
    return panel_from(tuple(seats_of(round_)))


def panel_from(seats: tuple[PanelMember, ...]) -> Panel:
    """The same from seats that were read already."""
    counts = tuple(_count(group, seats) for group in PanelGroup)
    return Panel(seats, counts, tuple(_warnings(seats, counts)))


def _count(group: PanelGroup, seats: tuple[PanelMember, ...]) -> GroupCount:
    of_group = [seat for seat in seats if seat.group == group]
    return GroupCount(group, len(of_group), sum(seat.is_confirmed for seat in of_group))


def _warnings(seats: tuple[PanelMember, ...], counts: tuple[GroupCount, ...]) -> list[str]:
    confirmed = {count.group: count.confirmed for count in counts}
    warnings = []
    if not confirmed[PanelGroup.INDEPENDENT]:
        warnings.append("Nobody independent of the regulator is confirmed on this panel.")
    if not confirmed[PanelGroup.EXPERT_BY_EXPERIENCE]:
        warnings.append("No one who draws on care, or cares for a family member, is confirmed on this panel.")
    if sum(confirmed.values()) < QUORUM:
        warnings.append(f"The panel can only agree scores with {QUORUM} confirmed members or more.")
    if not any(seat.is_chair and seat.is_confirmed for seat in seats):
        warnings.append("The panel has no confirmed chair.")
    return warnings
