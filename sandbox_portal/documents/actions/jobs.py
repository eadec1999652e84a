"""Long work: asked for on a page, done by a task, told on a page. Safe to leave and to try again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from ..choices import JobState
from ..models import IssuedDocument, Job

logger = logging.getLogger(__name__)

RUN_JOB = "documents.run_job"
MOST_AT_ONCE = 10
FAULT = "Something went wrong on our side. You can try again; if it fails again, please tell us."

Worker = Callable[[Job, "Progress"], IssuedDocument | None]
_workers: dict[str, Worker] = {}


def worker(kind: str) -> Callable[[Worker], Worker]:
    """Name the function that does a kind of job: it takes the job and its progress, and returns the document it made.

    It raises Refused with a plain reason when it cannot; it may be run again, so it uses the job's id as its key.
    """

    def register(function: Worker) -> Worker:
        _workers[kind] = function
        return function

    return register


@transaction.atomic
def create_job(kind: str, *, title: str, by: User, at: datetime, case: Case | None = None, **parameters: Any) -> Job:
    """Ask for long work; it starts after the commit. `parameters` are plain JSON.

    Asked again while it is still going on, as by a double click, it is the same job.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    going_on = Job.objects.filter(asked_by=by, state__in=(JobState.WAITING, JobState.WORKING))
    same = going_on.filter(kind=kind, case=case, parameters=parameters).first()
    if same:
        return same
    if going_on.count() >= MOST_AT_ONCE:
        raise Refused(f"We are already making {MOST_AT_ONCE} things for you. Please wait until one of them is ready.")
    job = Job.objects.create(kind=kind, title=title, asked_by=by, case=case, parameters=parameters, created_at=at)
    _queue(job)
    return job


@transaction.atomic
def retry_job(job: Job, *, by: User, at: datetime) -> Job:
    """Begin again with a job that failed."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state != JobState.FAILED:
        raise Refused("This has not failed, so there is nothing to try again.")
    job.state, job.reason, job.done_of, job.attempt, job.finished_at = JobState.WAITING, "", 0, job.attempt + 1, None
    job.save(update_fields=["state", "reason", "done_of", "attempt", "finished_at"])
    _queue(job)
    return job


def run_job(job: Job, *, by: User | None, at: datetime) -> Job:
    """Do the work and say how it went. A process that dies in the middle is started again by the outbox."""
    if job.state in {JobState.DONE, JobState.FAILED}:
        return job
    _tell(job.pk, state=JobState.WORKING, started_at=at, done_of=0)
    try:
        with transaction.atomic():
            document = _workers[job.kind](job, Progress(job.pk))
    except Refused as refused:
        _tell(job.pk, state=JobState.FAILED, reason=refused.sentence[:300], finished_at=database_now())
    except Exception:
        logger.exception("a job failed", extra={"job": str(job.pk), "kind": job.kind})
        _tell(job.pk, state=JobState.FAILED, reason=FAULT, finished_at=database_now())
    else:
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, result=document, finished_at=database_now())
    job.refresh_from_db()
    return job


@dataclass(frozen=True)
class Progress:
    """How a worker tells how far it is: `progress.tell(3, of=12)`. Seen at once, whatever becomes of the work."""

    job_id: UUID

    def tell(self, done: int, *, of: int) -> None:
        _tell(self.job_id, done_of=min(done, of), total=of)


def _queue(job: Job) -> None:
    queue_task(RUN_JOB, key=f"job-{job.pk}-{job.attempt}", job_id=str(job.pk))


def _tell(job_id: UUID, **changes: Any) -> None:
    """Write over a connection of its own: the task's transaction is seen by nobody until it ends.

    The main transaction must not have written to the row before, or this would wait for it.
    """
    columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in changes)
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            statement = f"UPDATE {Job._meta.db_table} SET {columns} WHERE id = %s"  # noqa: S608 - names of our own fields
            cursor.execute(statement, [*changes.values(), job_id])
            if cursor.rowcount:
                return
    finally:
        aside.close()
    # The job was asked for in this very transaction.
    Job.objects.filter(pk=job_id).update(**changes)
