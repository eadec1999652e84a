"""Asked again when the file of a job is downloaded: may this person still have what is in it (A13)?"""

from collections.abc import Callable

from sandbox_portal.people.models import User

from ..models import Job

Recheck = Callable[[Job, User], str | None]
_rechecks: dict[str, Recheck] = {}


def recheck(kind: str) -> Callable[[Recheck], Recheck]:
    """Name the function that says for a kind of job why its file may not be handed out any more, or None."""

    def register(function: Recheck) -> Recheck:
        _rechecks[kind] = function
        return function

    return register


def refused_now(job: Job, user: User) -> str | None:
    """None when the file of the job may be handed to this person now; otherwise one sentence."""
    check = _rechecks.get(job.kind)
    return check(job, user) if check else None
