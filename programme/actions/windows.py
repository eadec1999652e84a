"""Change when a round takes applications."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Round
from ..signals import window_extended
from ..workflow import ROUND
from .deadlines import set_window_deadline


@transaction.atomic
def change_window(round_: Round, *, opens_at: datetime, closes_at: datetime, by: User, at: datetime) -> Round:
    """Set both ends of a window that has not opened."""
    if closes_at <= opens_at:
        raise Refused("The window must close after it opens.")
    if closes_at <= at:
        raise Refused("The window must close in the future.")
    data = {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}
    ROUND.take_step(round_, "change_window", by=by, at=at, data=data)
    round_.opens_at, round_.closes_at = opens_at, closes_at
    round_.save(update_fields=["opens_at", "closes_at"])
    return round_


@transaction.atomic
def extend_window(round_: Round, *, closes_at: datetime, reason: str, by: User, at: datetime) -> Round:
    """Give everybody more time; an open window is never made shorter, for people have planned with it."""
    if not reason.strip():
        raise Refused("Say why there is more time. The reason is kept with the round.")
    data = {"closes_at": closes_at.isoformat()}
    ROUND.take_step(round_, "extend_window", by=by, at=at, note=reason.strip(), data=data)
    if closes_at <= round_.closes_at:
        raise Refused("An open window can only be made longer.")
    round_.closes_at = closes_at
    round_.save(update_fields=["closes_at"])
    set_window_deadline(round_, at=at)
    window_extended.send(Round, round_=round_, by=by, at=at)
    return round_
