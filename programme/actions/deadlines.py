"""Keep the clocks of a round: one for the end of its window, one for each key date somebody is reminded of."""

from datetime import datetime, time

from sandbox_portal.casework.deadlines import (
    cancel_deadline,
    finish_deadline,
    pause_deadlines,
    resume_deadlines,
    running,
    set_deadline,
)
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.working_days import LONDON, day_in_london

from ..choices import KeyDateKind
from ..models import KeyDate, Round

WINDOW_CLOSING, SCORES_DUE, DECLARATION_MISSING, SIGN_OFF, WORKSHOP = "M-02", "M-03", "M-04", "M-05", "M-06"
REMINDERS = {KeyDateKind.SIFT: SCORES_DUE, KeyDateKind.SIGN_OFF: SIGN_OFF, KeyDateKind.WORKSHOP: WORKSHOP}
END_OF_DAY = time(23, 59)


def set_window_deadline(round_: Round, *, at: datetime) -> None:
    """Count towards the end of the window (M-02)."""
    set_deadline(
        f"{round_.slug}:window-closing",
        kind="window_closing",
        about=f"{round_.title}: the window for applications closes",
        due_at=round_.closes_at,
        rule="the closing time of the round's window",
        at=at,
        case=round_.case,
        subject=str(round_.pk),
        reminder=WINDOW_CLOSING,
    )


def finish_window_deadline(round_: Round, *, at: datetime) -> None:
    """The window has ended; from its end the panel is asked for its declarations (M-04)."""
    finish_deadline(f"{round_.slug}:window-closing", at=at)
    set_deadline(
        f"{round_.slug}:declarations",
        kind="declarations",
        about=f"{round_.title}: declare your interests in the applications",
        due_at=round_.closes_at,
        rule="the closing time of the round's window",
        at=at,
        case=round_.case,
        subject=str(round_.pk),
        reminder=DECLARATION_MISSING,
    )


def set_key_date_deadlines(round_: Round, *, at: datetime) -> None:
    """Count towards every key date somebody is reminded of."""
    for key_date in KeyDate.objects.filter(round=round_):
        set_key_date_deadline(key_date, at=at)


def set_key_date_deadline(key_date: KeyDate, *, at: datetime) -> None:
    """Start or move the clock of one key date. A workshop whose time nobody knows yet reminds nobody."""
    reminder = REMINDERS.get(KeyDateKind(key_date.kind))
    if reminder is None or (reminder == WORKSHOP and key_date.is_all_day):
        return
    set_deadline(
        f"{key_date.round.slug}:{key_date.code}",
        kind=f"key_date_{key_date.kind}",
        about=f"{key_date.round.title}: {key_date.name}",
        due_at=_due(key_date),
        rule="the key date of the round",
        at=at,
        case=key_date.round.case,
        subject=str(key_date.round_id),
        reminder=reminder,
    )


def move_key_date_deadlines(round_: Round, *, at: datetime) -> None:
    """After a shift: move the clocks that still run; one that was met stays met."""
    for key_date in KeyDate.objects.filter(round=round_):
        move_key_date_deadline(key_date, at=at)


def move_key_date_deadline(key_date: KeyDate, *, at: datetime) -> None:
    """Move the clock of one key date, unless what it asked for is done."""
    ended = Deadline.objects.exclude(running()).filter(key=f"{key_date.round.slug}:{key_date.code}")
    if not ended.exists():
        set_key_date_deadline(key_date, at=at)


def _due(key_date: KeyDate) -> datetime:
    if key_date.is_all_day:
        return datetime.combine(day_in_london(key_date.starts_at), END_OF_DAY, LONDON)
    return key_date.starts_at


def finish_sign_off_deadline(round_: Round, *, at: datetime) -> None:
    """The committee has decided, so nobody is asked to score, declare or decide any more."""
    for key_date in KeyDate.objects.filter(round=round_, kind__in=[KeyDateKind.SIFT, KeyDateKind.SIGN_OFF]):
        finish_deadline(f"{round_.slug}:{key_date.code}", at=at)
    finish_deadline(f"{round_.slug}:declarations", at=at)


def cancel_deadlines(round_: Round, *, at: datetime) -> None:
    """The round is given up: nobody is reminded of anything."""
    for key in Deadline.objects.filter(case=round_.case_id).values_list("key", flat=True):
        cancel_deadline(key, at=at)


def stop_deadlines(round_: Round, *, at: datetime) -> None:
    """While the round is paused its clocks stand still (R-131)."""
    pause_deadlines(Deadline.objects.filter(case=round_.case_id), at=at)


def restart_deadlines(round_: Round) -> None:
    resume_deadlines(Deadline.objects.filter(case=round_.case_id))
