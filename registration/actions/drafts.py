"""The clocks of drafts that nobody goes on with."""

from datetime import datetime

from sandbox_portal.casework.deadlines import running, set_deadline
from sandbox_portal.casework.models import Deadline
from sandbox_portal.questions.queries import problems, response_of

from ..models import RegistrationApplication
from ..queries.recipients import drafts_with_undeclared_managers, open_drafts
from ..timers import IDLE, PART


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
