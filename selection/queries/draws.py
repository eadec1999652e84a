"""Draws: what must be drawn, what was announced, and the record anyone can check."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from programme.models import PanelMember
from sandbox_portal.chance.commitment import Witness as WitnessValue
from sandbox_portal.chance.draw import Drawn
from sandbox_portal.chance.record import Announcement, DrawRecord, announce
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import current_grants

from ..choices import DrawPurpose
from ..models import Draw, DrawGroup, Selection
from ..ranking import TiedGroup, review_groups
from .standings import cut_off_in_force, ranking_of, s2_of


class LabelledGroup(TiedGroup):
    """A tied group with the words that name it on the page and in the record."""

    @property
    def label(self) -> str:
        return f"{len(self.pool)} applications with {self.points} points"


def groups_to_draw(selection: Selection, purpose: DrawPurpose) -> list[LabelledGroup]:
    """The groups whose order only a draw can decide now."""
    if purpose is DrawPurpose.REVIEW:
        tied = review_groups(s2_of(selection))
    else:
        cut_off = cut_off_in_force(selection)
        tied = ranking_of(selection, cut_off=cut_off.value).to_draw if cut_off else ()
    return [LabelledGroup(group.pool, group.places, group.points) for group in tied]


def role_in_draw(user: User, selection: Selection) -> str:
    """What somebody is called in the published record of a draw."""
    seat = PanelMember.objects.filter(round=selection.round_id, user=user).first()
    if seat is None:
        return "Programme lead"
    return "Chair of the panel" if seat.is_chair else "Panel member"


def possible_witnesses(selection: Selection) -> QuerySet[User]:
    """Panel members of the round, programme leads and committee members: anyone who may be asked to witness."""
    panel = PanelMember.objects.filter(round=selection.round_id, user__isnull=False).values("user")
    overseers = current_grants().filter(role__in=[Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER]).values("user")
    return User.objects.filter(Q(pk__in=panel) | Q(pk__in=overseers), is_active=True).order_by("name", "pk")


def draws_published(round_id: UUID | None = None) -> QuerySet[Draw]:
    """Every draw there ever was, the voided ones too: a draw is public from its freeze (R-181)."""
    draws = Draw.objects.select_related("selection__round", "frozen_by", "entered_by", "confirmed_by").prefetch_related(
        Prefetch("groups", queryset=DrawGroup.objects.order_by("pk")), "witnesses"
    )
    if round_id is not None:
        draws = draws.filter(selection__round=round_id)
    return draws.order_by("frozen_at", "pk")


def draws_announced(round_id: UUID) -> QuerySet[Draw]:
    """The draws of one round, the voided ones too, for a list of them: without their groups and witnesses."""
    return Draw.objects.filter(selection__round=round_id).order_by("frozen_at", "pk")


def witnesses_of(draw: Draw) -> list[WitnessValue]:
    """The witnesses by capacity, in the announced order."""
    return [
        WitnessValue(witness.capacity, witness.commitment or None, witness.value or None)
        for witness in draw.witnesses.order_by("pk")
    ]


def announcements_of(draw: Draw) -> list[tuple[DrawGroup, Announcement]]:
    """Each group of the draw with what was announced for it before any value was known."""
    witness_names = [witness.capacity for witness in draw.witnesses.order_by("pk")]
    return [
        (
            group,
            announce(
                round_name=str(draw.selection.round),
                purpose=f"{draw.get_purpose_display()}: {group.label}",
                attempt=draw.attempt,
                pool=group.pool,
                places=group.places,
                commitment=draw.commitment,
                source_names=draw.source_names,
                witness_names=witness_names,
                frozen_at=draw.frozen_at,
                draw_after=draw.not_before,
            ),
        )
        for group in draw.groups.order_by("pk")
    ]


def published_records(draw: Draw) -> list[dict[str, Any]]:
    """The record of each group in the published form that verify_draw.py reads (R-182)."""
    return [_record(draw, group, announced).to_published() for group, announced in announcements_of(draw)]


def _record(draw: Draw, group: DrawGroup, announced: Announcement) -> DrawRecord:
    values = draw.source_values or [[] for _ in draw.source_names]
    return DrawRecord(
        announced=announced,
        values=tuple(tuple(source) for source in values),
        witnesses=tuple(witnesses_of(draw)),
        reveal=draw.reveal or None,
        key=draw.key or None,
        drawn=Drawn(tuple(group.pool), group.places, tuple(group.order)) if group.order else None,
        drawn_at=draw.drawn_at,
        operator=draw.operator,
        confirmed_by=draw.confirmer,
        void_reason=draw.void_reason or None,
    )
