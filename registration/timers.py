"""The clocks of an application, moved by its actions: validation (V), assessment (A), answers (R) and appeal (T)."""

from datetime import date, datetime

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, set_deadline
from sandbox_portal.casework.models import Event
from sandbox_portal.casework.working_days import day_in_london, end_of_day

from .choices import NoticeKind
from .clocks import (
    APPEAL_DAYS,
    ASSESSMENT_DAYS,
    REPRESENTATION_DAYS,
    VALIDATION_WORKING_DAYS,
    assessment_ends,
    validation_ends,
)
from .models import Notice, RegistrationApplication
from .queries.assessment import pauses_since

IDLE, PART = "registration-idle", "registration-manager-part"
ACCEPTED = "accepted for assessment"


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


def start_assessment_timer(application: RegistrationApplication, *, at: datetime) -> None:
    """Timer A: ten weeks from acceptance, later by every day of waiting for the applicant (EX-F6 to EX-F9)."""
    accepted_at = accepted(application) or at
    waits = pauses_since(application, accepted_at)
    due_on = assessment_ends(day_in_london(accepted_at), waits)
    assert due_on is not None  # nobody is asked when this clock starts or goes on
    waited = sum(wait.days for wait in waits)
    set_deadline(
        _assessment(application),
        kind="registration_assessment",
        about=f"Decide on {application.case.reference}, or propose what to decide",
        due_at=end_of_day(due_on),
        rule=f"{ASSESSMENT_DAYS} days after it was accepted" + (f", and {waited} days of waiting" if waited else ""),
        reminder="M-23",
        subject=str(application.pk),
        case=application.case,
        at=at,
    )


def stop_assessment_timer(application: RegistrationApplication, *, at: datetime) -> None:
    """While the applicant is asked, the clock of the assessment stands still and reminds nobody (EX-F9)."""
    cancel_deadline(_assessment(application), at=at)


def finish_assessment_timer(application: RegistrationApplication, *, at: datetime) -> None:
    finish_deadline(_assessment(application), at=at)


def accepted(application: RegistrationApplication) -> datetime | None:
    """When it was accepted last."""
    found = Event.objects.filter(case=application.case_id, verb=ACCEPTED).order_by("-pk").first()
    return found.at if found else None


def start_notice_timer(notice: Notice, *, at: datetime) -> None:
    """Timer R or T: 28 days that nothing stops, open until the end of the last one (AMB-14)."""
    if notice.last_day is None:
        return
    application = notice.application
    is_proposal = notice.kind == NoticeKind.PROPOSAL
    set_deadline(
        _notice(notice),
        kind="registration_representations" if is_proposal else "registration_appeal",
        about=(
            f"Last day to answer our notice of proposal on {application.case.reference}"
            if is_proposal
            else f"Last day to appeal against our decision on {application.case.reference}"
        ),
        due_at=end_of_day(notice.last_day),
        rule=f"{REPRESENTATION_DAYS if is_proposal else APPEAL_DAYS} days after the notice was served",
        reminder="M-26" if is_proposal else "M-27",
        subject=str(application.pk),
        case=application.case,
        at=at,
    )


def extend_notice_timer(notice: Notice, *, until: date, at: datetime) -> None:
    """Late representations are accepted until this day."""
    set_deadline(
        f"{_notice(notice)}-late",
        kind="registration_representations",
        about=f"Last day for late representations on {notice.application.case.reference}",
        due_at=end_of_day(until),
        rule="accepted although the 28 days are over",
        reminder="M-26",
        subject=str(notice.application_id),
        case=notice.application.case,
        at=at,
    )


def finish_notice_timer(notice: Notice, *, at: datetime) -> None:
    finish_deadline(_notice(notice), at=at)
    finish_deadline(f"{_notice(notice)}-late", at=at)


def _validation(application: RegistrationApplication) -> str:
    return f"registration-validation:{application.pk}"


def _assessment(application: RegistrationApplication) -> str:
    return f"registration-assessment:{application.pk}"


def _notice(notice: Notice) -> str:
    return f"registration-notice:{notice.pk}"
