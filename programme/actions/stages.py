"""Move a round from stage to stage."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Round
from ..signals import window_opened
from ..workflow import ROUND
from .deadlines import (
    cancel_deadlines,
    finish_sign_off_deadline,
    finish_window_deadline,
    set_key_date_deadlines,
    set_window_deadline,
)


@transaction.atomic
def open_window(round_: Round, *, by: User | None, at: datetime) -> Round:
    """Open the round to applications and freeze what applicants are told and judged by (R-154)."""
    ROUND.take_step(round_, "open_window", by=by, at=at)
    round_.frozen_at = at
    round_.save(update_fields=["frozen_at"])
    set_window_deadline(round_, at=at)
    set_key_date_deadlines(round_, at=at)
    window_opened.send(Round, round_=round_, by=by, at=at)
    return round_


@transaction.atomic
def close_window(round_: Round, *, by: User | None, at: datetime) -> Round:
    """Close the round to applications; the panel's work begins."""
    ROUND.take_step(round_, "close_window", by=by, at=at)
    finish_window_deadline(round_, at=at)
    return round_


@transaction.atomic
def record_sign_off(round_: Round, *, by: User, at: datetime, note: str = "") -> Round:
    """Record that the committee has signed off the participants; selection calls it with its own sign-off."""
    ROUND.take_step(round_, "record_sign_off", by=by, at=at, note=note)
    finish_sign_off_deadline(round_, at=at)
    return round_


def start_running(round_: Round, *, by: User, at: datetime) -> Round:
    """Begin the work with the participants."""
    return ROUND.take_step(round_, "start_running", by=by, at=at)


@transaction.atomic
def abandon_round(round_: Round, *, reason: str, by: User, at: datetime) -> Round:
    """Give up the round before its outcome; the reason is shown on its public page."""
    if not reason.strip():
        raise Refused("Say why the round is given up. The reason is shown on its page.")
    ROUND.take_step(round_, "abandon", by=by, at=at, note=reason.strip())
    cancel_deadlines(round_, at=at)
    return round_
