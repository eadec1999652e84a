"""Seat the panel. Until the sift starts seats may change; from then on people are only added, with a reason (R-160)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices import PanelGroup, RoundStage
from ..models import PanelMember, Round
from ..permissions import is_panel_member, sits_on_panel
from ..signals import panel_seat_emptied
from ..workflow import ROUND


@transaction.atomic
def seat_panel_member(
    round_: Round, *, user: User | None, group: PanelGroup, reason: str = "", by: User, at: datetime
) -> PanelMember:
    """Add a seat, with a person or still to be confirmed."""
    data = {"group": group.value, "member": str(user.pk) if user else None}
    ROUND.take_step(round_, "seat_panel_member", by=by, at=at, note=reason.strip(), data=data)
    _refuse_without_reason(round_, reason)
    if user is not None:
        _refuse_unfit(user, round_)
    last = PanelMember.objects.filter(round=round_).aggregate(last=Max("position"))["last"] or 0
    return PanelMember.objects.create(round=round_, user=user, group=group, position=last + 1)


@transaction.atomic
def confirm_panel_member(seat: PanelMember, *, user: User, reason: str = "", by: User, at: datetime) -> PanelMember:
    """Put a person on a seat that was to be confirmed."""
    data = {"position": seat.position, "member": str(user.pk)}
    round_ = ROUND.take_step(seat.round, "confirm_panel_member", by=by, at=at, note=reason.strip(), data=data)
    _refuse_without_reason(round_, reason)
    seat.refresh_from_db(fields=["user", "is_chair"])
    if seat.is_confirmed:
        raise Refused(f"This seat is taken by {seat.user}.")
    _refuse_unfit(user, round_)
    seat.user = user
    seat.save(update_fields=["user"])
    return seat


@transaction.atomic
def empty_panel_seat(seat: PanelMember, *, by: User, at: datetime) -> PanelMember:
    """Make a seat "to be confirmed" again, which is only possible before the sift starts.

    What its person has declared leaves with them: whoever sits there next declares for themselves.
    """
    data = {"position": seat.position, "member": str(seat.user_id) if seat.user_id else None}
    ROUND.take_step(seat.round, "empty_panel_seat", by=by, at=at, data=data)
    seat = PanelMember.objects.select_for_update(of=("self",)).select_related("user", "round").get(pk=seat.pk)
    panel_seat_emptied.send(PanelMember, seat=seat, by=by, at=at)
    seat.user = None
    seat.save(update_fields=["user"])
    return seat


@transaction.atomic
def set_chair(seat: PanelMember, *, reason: str = "", by: User, at: datetime) -> PanelMember:
    """Make the person on this seat the chair; the seat that was the chair's becomes an ordinary one."""
    data = {"position": seat.position, "member": str(seat.user_id) if seat.user_id else None}
    round_ = ROUND.take_step(seat.round, "set_chair", by=by, at=at, note=reason.strip(), data=data)
    _refuse_without_reason(round_, reason)
    if not seat.is_confirmed:
        raise Refused("Only somebody who is on the panel can be its chair. Fill the seat first.")
    PanelMember.objects.filter(round=round_, is_chair=True).update(is_chair=False)
    seat.is_chair = True
    seat.save(update_fields=["is_chair"])
    return seat


def _refuse_without_reason(round_: Round, reason: str) -> None:
    if round_.case.stage == RoundStage.SIFTING and not reason.strip():
        raise Refused("The sift has started. Write why the panel changes now.")


def _refuse_unfit(user: User, round_: Round) -> None:
    if not is_panel_member.test(user):
        raise Refused(f"{user} does not have the role of selection panel member. An administrator can give it.")
    if sits_on_panel.test(user, round_):
        raise Refused(f"{user} is on this panel already.")
