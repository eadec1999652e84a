"""Let a round stand still, and go on (C.4)."""

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.people.models import User

from .. import calendar_rules
from ..models import KeyDate, Pause, Phase, Round
from ..queries import pause_in_force, phases_of, planned
from ..workflow import ROUND
from .deadlines import move_key_date_deadlines, restart_deadlines, stop_deadlines


@transaction.atomic
def pause_round(round_: Round, *, reason: str, what_stops: str, by: User, at: datetime) -> Pause:
    """Stop the round from today; the reason is shown on its public page (R-130, R-131)."""
    if not reason.strip():
        raise Refused("Say why the round is paused. The reason is shown on its page.")
    ROUND.take_step(round_, "pause", by=by, at=at, note=reason.strip(), data={"what_stops": what_stops.strip()})
    today = day_in_london(at)
    days = DateRange(today, None, "[)")
    stop_deadlines(round_, at=at)
    return Pause.objects.create(round=round_, days=days, reason=reason.strip(), what_stops=what_stops.strip(), by=by)


@transaction.atomic
def resume_round(round_: Round, *, by: User, at: datetime) -> Round:
    """Go on with the dates as they stand; the lead plans again by hand (R-132 b)."""
    ROUND.take_step(round_, "resume", by=by, at=at, data={"dates": "as they stand"})
    _end_pause(round_, at)
    restart_deadlines(round_)
    return round_


@transaction.atomic
def resume_round_and_shift(round_: Round, *, by: User, at: datetime) -> Round:
    """Go on with every date that was still to come moved by the length of the pause (R-132 a, EX-C5)."""
    ROUND.take_step(round_, "resume", by=by, at=at, data={"dates": "shifted"})
    pause = _end_pause(round_, at)
    _shift_phases(round_, pause)
    _shift_key_dates(round_, pause)
    restart_deadlines(round_)
    move_key_date_deadlines(round_, at=at)
    return round_


def _end_pause(round_: Round, at: datetime) -> calendar_rules.Pause:
    pause, today = pause_in_force(round_), day_in_london(at)
    if pause is None:
        raise Refused("There is no pause to end.")
    if today <= pause.days.lower:
        raise Refused("A pause lasts a day or more. Resume the round tomorrow.")
    pause.days = DateRange(pause.days.lower, today, "[)")
    pause.save(update_fields=["days"])
    return calendar_rules.Pause(pause.days.lower, today)


def _shift_phases(round_: Round, pause: calendar_rules.Pause) -> None:
    phases = list(phases_of(round_))
    moved = calendar_rules.phases_after_pause([planned(phase) for phase in phases], pause=pause)
    for phase, plan in zip(phases, moved, strict=True):
        phase.planned_start, phase.planned_end = plan.start, plan.end
    Phase.objects.bulk_update(phases, ["planned_start", "planned_end"])


def _shift_key_dates(round_: Round, pause: calendar_rules.Pause) -> None:
    """Move the day and keep the time on the clock, across summer time too."""
    dates = list(KeyDate.objects.filter(round=round_))
    for key_date in dates:
        day = calendar_rules.after_pause(day_in_london(key_date.starts_at), pause=pause)
        local = key_date.starts_at.astimezone(LONDON)
        key_date.starts_at = datetime.combine(day, local.time(), LONDON)
    KeyDate.objects.bulk_update(dates, ["starts_at"])
