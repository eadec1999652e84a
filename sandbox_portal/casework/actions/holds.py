"""Let a case stand still with a reason, and go on (must-have 19)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from sandbox_portal.people.models import User

from ..calendars import england_and_wales
from ..deadlines import pause_deadlines, resume_after_hold
from ..desk_words import hold_reasons
from ..events import record
from ..kinds import kind_of
from ..models import Case, Deadline, Hold
from ..moments import day_in_words
from ..permissions import may_hold
from ..queries.refusing import NOT_YOURS_TO_HOLD, refusal_to_hold
from ..queue_rules import routing
from ..refusals import Refused
from ..stage_clocks import usual_time
from ..working_days import day_in_london, end_of_day


@transaction.atomic
def put_on_hold(case: Case, *, reason: str, until: date, told: str, staff_reason: str, by: User, at: datetime) -> Hold:
    """Stop the clocks of a case. What the organisation is told and what colleagues know are two texts.

    The usual time of the stage and every pausable deadline stand still; the other deadlines run on (R-131).
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    coded = hold_reasons().get(reason)
    if sentence := refusal_to_hold(case, by=by):
        raise Refused(sentence)
    if coded is None:
        raise Refused("Choose one of the reasons.")
    if not day_in_london(at) < until <= day_in_london(at) + timedelta(days=coded.most_days):
        raise Refused(f"For this reason the hold ends after today and within {coded.most_days} days.")
    hold = Hold.objects.create(
        case=case,
        reason=reason,
        told=told.strip() or coded.told,
        staff_reason=staff_reason.strip(),
        since=at,
        until=end_of_day(until),
        set_by=by,
    )
    case.held_since, case.hold_until = at, hold.until
    case.usual_until = case.person_wanted_by = None
    case.save(update_fields=["held_since", "hold_until", "usual_until", "person_wanted_by"])
    pause_deadlines(Deadline.objects.filter(case=case), at=at)
    record(
        case, verb="put on hold", by=by, at=at, note=f"Until {day_in_words(until)}. {hold.told}", data={"hold": hold.pk}
    )
    return hold


@transaction.atomic
def end_hold(case: Case, *, by: User, at: datetime) -> Hold:
    """Go on: the usual time is longer by the hold, and pausable deadlines move by the working days it lasted."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    hold = Hold.objects.select_for_update().filter(case=case, ended_on=None).first()
    if hold is None:
        raise Refused("This case is not on hold.")
    if not may_hold.test(by, case):
        raise Refused(NOT_YOURS_TO_HOLD)
    hold.ended_on, hold.ended_by = at, by
    hold.save(update_fields=["ended_on", "ended_by"])
    _go_on(case, hold, at)
    moved = resume_after_hold(case, since=hold.since, at=at, calendar=england_and_wales())
    dates = [f"{each.about}: {day_in_words(day_in_london(each.due_at))}" for each in moved]
    record(case, verb="taken off hold", by=by, at=at, note="\n".join(dates), data={"hold": hold.pk})
    return hold


def _go_on(case: Case, hold: Hold, at: datetime) -> None:
    case.held_for += at - max(hold.since, case.stage_since)
    case.held_since = case.hold_until = None
    stage = kind_of(case).workflow.stage(case.stage)
    usual = usual_time(case.kind, case.stage, stage.usual_days)
    wanted = routing().rule(case.kind, case.stage).person_within
    begun = case.stage_since + case.held_for
    case.usual_until = begun + usual if usual else None
    case.person_wanted_by = begun + wanted if wanted and case.owner_id is None else None
    case.save(update_fields=["held_for", "held_since", "hold_until", "usual_until", "person_wanted_by"])
