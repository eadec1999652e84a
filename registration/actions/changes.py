"""What happens to a change after registration: told or asked for, sent, accepted or refused (R-281)."""

from datetime import date, datetime

from django.db import transaction

from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, set_deadline
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.questions.actions import lock_response, open_response
from sandbox_portal.questions.held import holding_answers
from sandbox_portal.questions.queries import response_of

from ..changes import END, KINDS, ChangeKind, effective_from
from ..choices import CHANGE_PREFIX, HeldStage
from ..clocks import change_to_be_told_by
from ..models import Change, Registration
from ..workflow import CHANGE
from .change_effects import Accepted, follow_change, write_change
from .granting import ask_for_certificate
from .held_letters import end_certificate, issue_change_accepted, issue_change_refused
from .managers import end_with_change, send_with_change

ABSENCE = "manager_leaves"
ENDED = "This registration has ended, so nothing in it can change."


@transaction.atomic
def start_change(registration: Registration, *, kind: str, happens_on: date, by: User, at: datetime) -> Change:
    """Open a change with its own questions. What must be told has its clock from the day it happens (timer S)."""
    known = KINDS.get(kind)
    if known is None:
        raise Refused("There is no such kind of change. Choose one from the list.")
    if registration.case.stage == HeldStage.ENDED:
        raise Refused(ENDED)
    if happens_on < registration.registered_on:
        raise Refused("The day of the change cannot be before the day on which you were registered.")
    title = f"{registration.organisation.name}: {known.label.lower()}"
    case = CHANGE.open_case(by=by, at=at, verb="started", organisation=registration.organisation, title=title)
    if not may_write_for_organisation.test(by, case):
        raise Refused("Your place in this organisation lets you read, not write.")
    change = Change.objects.create(
        case=case, registration=registration, organisation=registration.organisation, kind=kind, happens_on=happens_on
    )
    open_response(case, set_code=known.set_code, by=by, at=at)
    if known.is_notification:
        _start_timer(change, known, at=at)
    _start_absence_timer(change, at=at)
    return change


@transaction.atomic
def send_change(change: Change, *, by: User, at: datetime) -> Change:
    """Send it: its answers are closed, and it gets its reference."""
    with holding_answers():
        CHANGE.take_step(change, "send", by=by, at=at)
        response = response_of(change.case)
        assert response is not None  # answers_are_complete has refused otherwise
        lock_response(response, by=by, at=at)
    send_with_change(change, by=None, at=at)
    change.sent_at, change.sent_by = at, by
    change.save(update_fields=["sent_at", "sent_by"])
    change.case.reference = next_reference(CHANGE_PREFIX)
    change.case.save(update_fields=["reference"])
    finish_deadline(_timer_key(change), at=at)
    finish_deadline(_absence_key(change), at=at)
    return change


@transaction.atomic
def take_back_change(change: Change, *, by: User, at: datetime) -> Change:
    """The organisation no longer wants it looked at. What the law wants to be told must still be told."""
    end_with_change(change, by=by, at=at)
    CHANGE.take_step(change, "take_back", by=by, at=at)
    cancel_deadline(_timer_key(change), at=at)
    cancel_deadline(_absence_key(change), at=at)
    return change


@transaction.atomic
def accept_change(change: Change, *, accepted: Accepted, by: User, at: datetime) -> Change:
    """Accept it: the register tells the new state from its day, and the certificate is made anew."""
    held = Case.objects.select_for_update().get(pk=change.registration_id)  # two changes of one registration queue here
    CHANGE.take_step(change, "accept", by=by, at=at)
    registration, kind = change.registration, KINDS[change.kind]
    registration.case = held
    _refuse_wrong_day(change, kind, accepted, at=at)
    change.decided_at, change.decided_by, change.holds_from = at, by, accepted.holds_from
    change.save(update_fields=["decided_at", "decided_by", "holds_from"])
    if kind.effect:
        follow_change(registration, kind=kind, day=accepted.holds_from, by=by, at=at)
    elif kind.fact:
        write_change(change, kind=kind, accepted=accepted, by=by, at=at)
    if kind.effect == END:
        because = "You asked us to end it."
        end_certificate(registration, because=because, on=accepted.holds_from, by=by, at=at)
    else:
        issue_change_accepted(change, by=by, at=at)
    if kind.effect != END and kind.fact:
        ask_for_certificate(registration, because=f"{kind.label}.", by=by, at=at)
    return change


@transaction.atomic
def refuse_change(change: Change, *, reason: str, by: User, at: datetime) -> Change:
    """Refuse it, and say why in words the organisation reads."""
    if not reason.strip():
        raise Refused("Write why the change is refused. The organisation reads it.")
    CHANGE.take_step(change, "refuse", by=by, at=at, note=reason.strip())
    end_with_change(change, by=by, at=at)
    change.decided_at, change.decided_by, change.reason = at, by, reason.strip()
    change.save(update_fields=["decided_at", "decided_by", "reason"])
    issue_change_refused(change, by=by, at=at)
    return change


def _refuse_wrong_day(change: Change, kind: ChangeKind, accepted: Accepted, *, at: datetime) -> None:
    earliest = effective_from(kind, happens_on=change.happens_on, decided_on=day_in_london(at))
    if accepted.holds_from < min(change.happens_on, earliest):
        raise Refused("The change cannot hold from before the day on which it happens.")
    if kind.effect and accepted.holds_from > day_in_london(at):
        raise Refused("Accept this on the day itself, or let it hold from today.")
    if not kind.is_notification and accepted.holds_from < day_in_london(at):
        raise Refused("What the law wants to be asked about beforehand cannot hold from a day that has passed.")


def _start_timer(change: Change, kind: ChangeKind, *, at: datetime) -> None:
    set_deadline(
        _timer_key(change),
        kind="registration_change",
        about=f"Tell us: {kind.label.lower()}",
        due_at=end_of_day(change_to_be_told_by(change.happens_on)),
        rule="28 days after the change",
        case=change.case,
        subject=str(change.pk),
        reminder="M-31S",
        at=at,
    )


def _start_absence_timer(change: Change, *, at: datetime) -> None:
    """M-32A: that a manager will leave or be away is told 28 days before."""
    if change.kind != ABSENCE or change.happens_on <= day_in_london(at):
        return
    set_deadline(
        _absence_key(change),
        kind="registration_absence",
        about="A registered manager will leave or be away",
        due_at=end_of_day(change.happens_on),
        rule="the day on which the absence begins",
        case=change.case,
        subject=str(change.pk),
        reminder="M-32A",
        at=at,
    )


def _absence_key(change: Change) -> str:
    return f"registration-change:{change.pk}:absence"


def _timer_key(change: Change) -> str:
    return f"registration-change:{change.pk}:S"
