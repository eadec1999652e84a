"""The clock of validation, and those of drafts that nobody goes on with."""

from datetime import date, datetime

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, running, set_deadline
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.questions.queries import problems, response_of

from ..clocks import VALIDATION_WORKING_DAYS, validation_ends
from ..models import RegistrationApplication
from ..queries.recipients import drafts_with_undeclared_managers, open_drafts

IDLE, PART = "registration-idle", "registration-manager-part"


def start_validation_timer(application: RegistrationApplication, *, at: datetime) -> date:
    """Timer V: each attempt has its own five working days (EX-F6 to EX-F8, EX-F10). Returns its last day."""
    day = validation_ends(day_in_london(at), calendar=england_and_wales())
    set_deadline(
        _validation(application),
        kind="registration_validation",
        about=f"Say whether {application.case.reference} is complete",
        due_at=end_of_day(day),
        rule=f"{VALIDATION_WORKING_DAYS} working days after it was sent",
        reminder="M-22",
        subject=str(application.pk),
        case=application.case,
        at=at,
    )
    return day


def finish_validation_timer(application: RegistrationApplication, *, at: datetime) -> None:
    finish_deadline(_validation(application), at=at)


def cancel_timers(application: RegistrationApplication, *, at: datetime) -> None:
    """Nothing is due any more on an application that was withdrawn."""
    cancel_deadline(_validation(application), at=at)
    cancel_deadline(f"{IDLE}:{application.pk}", at=at)
    cancel_deadline(f"{PART}:{application.pk}", at=at)


def watch_drafts(*, by: None, at: datetime) -> int:
    """Once a day: M-20 counts from the last change of a draft, M-21 from the day all but a manager's part was ready."""
    seen = 0
    for draft, touched_at in open_drafts():
        _watch_idle(draft, touched_at=touched_at, at=at)
        seen += 1
    for draft in drafts_with_undeclared_managers():
        response = response_of(draft.case)
        if response is not None and not problems(response):
            _watch_manager_parts(draft, at=at)
    return seen


def _watch_idle(application: RegistrationApplication, *, touched_at: datetime, at: datetime) -> None:
    """It stands on no case: nobody is late with a draft."""
    key = f"{IDLE}:{application.pk}"
    if Deadline.objects.filter(running(), key=key, due_at=touched_at).exists():
        return
    set_deadline(
        key,
        kind="registration_idle",
        about="Your application to register waits for you",
        due_at=touched_at,
        rule="counted from the last change of the draft",
        reminder="M-20",
        subject=str(application.pk),
        at=at,
    )


def _watch_manager_parts(application: RegistrationApplication, *, at: datetime) -> None:
    """Set once, on the first night on which everything else was ready."""
    key = f"{PART}:{application.pk}"
    if Deadline.objects.filter(running(), key=key).exists():
        return
    set_deadline(
        key,
        kind="registration_manager_part",
        about="The part of a registered manager is not declared",
        due_at=at,
        rule="counted from the day on which everything else was ready",
        reminder="M-21",
        subject=str(application.pk),
        at=at,
    )


def _validation(application: RegistrationApplication) -> str:
    return f"registration-validation:{application.pk}"
