"""Work in the background for visits without signal: the pack on paper."""

from sandbox_portal.documents.actions import MadeFile, Progress, worker
from sandbox_portal.documents.models import Job
from sandbox_portal.documents.queries.rechecks import recheck
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from .actions.visit_pack import PRINT_PACK, print_visit_pack
from .queries.offline import may_not_read_pack


@worker(PRINT_PACK)
def make_visit_pack(job: Job, progress: Progress) -> MadeFile:
    """The pack of a visit, for the person who asked."""
    return print_visit_pack(job, by=job.asked_by, at=database_now())


@recheck(PRINT_PACK)
def may_still_have_pack(job: Job, user: User) -> str | None:
    return may_not_read_pack(job, user)
