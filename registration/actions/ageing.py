"""The clocks of criminal record checks that grow too old while an application is still being written (M-28)."""

from datetime import datetime

from sandbox_portal.casework.deadlines import cancel_deadline, running, set_deadline
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.working_days import end_of_day

from ..queries.ageing import AgeingCheck, ageing_checks

KIND = "registration_check"


def watch_checks(*, by: None, at: datetime) -> int:
    """Once a day: a clock for each check that is fresh still, and none for one that was replaced, sent or taken out."""
    checks = {_key(check): check for check in ageing_checks() if end_of_day(check.fresh_until) > at}
    running_now = dict(Deadline.objects.filter(running(), kind=KIND).values_list("key", "due_at"))
    for key in running_now.keys() - checks.keys():
        cancel_deadline(key, at=at)
    for key, check in checks.items():
        if running_now.get(key) != end_of_day(check.fresh_until):
            _start(key, check, at=at)
    return len(checks)


def _start(key: str, check: AgeingCheck, *, at: datetime) -> None:
    """It stands on no case: nothing is late when it ends, but a new check takes weeks."""
    set_deadline(
        key,
        kind=KIND,
        about=f"The criminal record check of {check.name or 'one person'} is getting too old"[:250],
        due_at=end_of_day(check.fresh_until),
        rule="12 months after the date on the certificate",
        reminder="M-28",
        subject=check.case,
        at=at,
    )


def _key(check: AgeingCheck) -> str:
    return f"registration-check:{check.case}:{check.question}"
