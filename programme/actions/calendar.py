"""Change the calendar of a round: key dates, starts of phases, gates, activities."""

from datetime import date, datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..calendar_rules import start_needs_reason
from ..choices import ActivityState
from ..models import KeyDate, Phase, PhaseActivity, Round
from ..queries import planned
from ..workflow import ROUND
from .deadlines import move_key_date_deadline


@transaction.atomic
def change_key_date(
    key_date: KeyDate, *, starts_at: datetime, is_all_day: bool, place: str, reason: str, by: User, at: datetime
) -> KeyDate:
    """Move a key date, or its place; once the window has opened it needs a reason, which is kept (R-114)."""
    round_ = key_date.round
    data = {
        "code": key_date.code,
        "from": [key_date.starts_at.isoformat(), key_date.place],
        "to": [starts_at.isoformat(), place],
    }
    ROUND.take_step(round_, "change_key_date", by=by, at=at, note=reason.strip(), data=data)
    if round_.frozen_at is not None and not reason.strip():
        raise Refused("Say why the date changes: people have planned with it.")
    key_date.starts_at, key_date.is_all_day, key_date.place = starts_at, is_all_day, place
    key_date.save(update_fields=["starts_at", "is_all_day", "place"])
    if round_.frozen_at is not None:
        move_key_date_deadline(key_date, at=at)
    return key_date


@transaction.atomic
def set_actual_start(phase: Phase, *, on: date, reason: str, by: User, at: datetime) -> Phase:
    """Say when a phase began. Sooner than planned, or past an open gate, needs a reason (R-111, R-112, EX-C3)."""
    data = {"phase": phase.number, "on": on.isoformat()}
    round_ = ROUND.take_step(phase.round, "set_actual_start", by=by, at=at, note=reason.strip(), data=data)
    before = Phase.objects.filter(round=round_, number=phase.number - 1).first()
    why = _start_refusal(round_, phase, before, on)
    if why and not reason.strip():
        raise Refused(f"{why} Write the reason.")
    phase.actual_start = on
    phase.save(update_fields=["actual_start"])
    if before is not None and before.actual_start is not None and before.actual_end is None:
        before.actual_end = max(on, before.actual_start)
        before.save(update_fields=["actual_end"])
    return phase


def _start_refusal(round_: Round, phase: Phase, before: Phase | None, on: date) -> str | None:
    if before is not None and before.gate and before.gate_passed_at is None:
        return f"The gate before this phase is still open: {before.gate}."
    if round_.approved_on is None:
        return "The committee has not approved this round yet."
    previous_end = before.planned_end if before is not None else None
    return start_needs_reason(planned(phase), starts_on=on, decided_on=round_.approved_on, previous_end=previous_end)


@transaction.atomic
def pass_gate(phase: Phase, *, note: str, by: User, at: datetime) -> Phase:
    """Record that what the gate at the end of the phase asks for is there (R-112)."""
    data = {"phase": phase.number, "gate": phase.gate}
    ROUND.take_step(phase.round, "pass_gate", by=by, at=at, note=note.strip(), data=data)
    phase.refresh_from_db(fields=["gate", "gate_passed_at"])
    if not phase.gate:
        raise Refused("This phase has no gate.")
    if phase.gate_passed_at is not None:
        raise Refused("This gate has been passed already.")
    phase.gate_passed_at = at
    phase.save(update_fields=["gate_passed_at"])
    return phase


@transaction.atomic
def tick_activity(activity: PhaseActivity, *, state: ActivityState, by: User, at: datetime) -> PhaseActivity:
    """Say how far an activity is; whoever says so looks after it from then on (R-116)."""
    data = {"activity": activity.text, "state": state.value}
    ROUND.take_step(activity.phase.round, "tick_activity", by=by, at=at, data=data)
    activity.state, activity.owner = state, by
    activity.save(update_fields=["state", "owner"])
    return activity
