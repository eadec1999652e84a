"""Long work: asked for on a page, done by a task, told on a page. Safe to leave, to try again and to cancel."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.outbox import queue_mail, queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from .. import storage
from ..choices import GOING_ON, RESULT_KEPT, JobState
from ..models import IssuedDocument, Job

logger = logging.getLogger(__name__)

RUN_JOB = "documents.run_job"
MADE = "made"
MOST_AT_ONCE = 10
TOLD_BY_MAIL_AFTER = timedelta(minutes=2)
FAULT = "Something went wrong on our side. You can try again; if it fails again, please tell us."


@dataclass(frozen=True)
class MadeFile:
    """A file a worker made for the person who asked, and for nobody else. It is kept for a time."""

    content: BinaryIO
    media_type: str
    shown_name: str


class Cancelled(Exception):  # noqa: N818 - an answer, not a fault
    """The person who asked does not want it any more: undo what was begun."""


Worker = Callable[[Job, "Progress"], IssuedDocument | MadeFile | None]
_workers: dict[str, Worker] = {}


def worker(kind: str) -> Callable[[Worker], Worker]:
    """Name the function that does a kind of job: it takes the job and its progress, and returns what it made.

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
    going_on = Job.objects.filter(asked_by=by, state__in=GOING_ON)
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
    """Begin again with a job that failed or was cancelled, or whose file is kept no longer."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    has_ended = job.result_until is not None and job.result_until < at
    if job.state not in {JobState.FAILED, JobState.CANCELLED} and not has_ended:
        raise Refused("This has not failed, so there is nothing to try again.")
    job.state, job.reason, job.done_of, job.attempt, job.finished_at = JobState.WAITING, "", 0, job.attempt + 1, None
    job.file_name = job.file_sha256 = ""
    job.result_until = None
    job.save(
        update_fields=[
            "state", "reason", "done_of", "attempt", "finished_at", "file_name", "file_sha256", "result_until",
        ]
    )  # fmt: skip
    _queue(job)
    return job


@transaction.atomic
def cancel_job(job: Job, *, by: User, at: datetime) -> Job:
    """Stop wanting it. Work that goes on notices at its next step, and what it had begun is undone."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in GOING_ON:
        raise Refused("This has already ended, so there is nothing to cancel.")
    job.state, job.finished_at = JobState.CANCELLED, at
    job.save(update_fields=["state", "finished_at"])
    return job


def run_job(job: Job, *, by: User | None, at: datetime) -> Job:
    """Do the work and say how it went. A process that dies in the middle is started again by the outbox."""
    if job.state not in GOING_ON or not _tell(job.pk, state=JobState.WORKING, started_at=at, done_of=0):
        job.refresh_from_db()
        return job
    try:
        with transaction.atomic():
            _keep_result(job, _workers[job.kind](job, Progress(job.pk)))
    except Cancelled:
        logger.info("a job was cancelled", extra={"job": str(job.pk), "kind": job.kind})
    except Refused as refused:
        _tell(job.pk, state=JobState.FAILED, reason=refused.sentence[:300], finished_at=database_now())
    except Exception:
        logger.exception("a job failed", extra={"job": str(job.pk), "kind": job.kind})
        _tell(job.pk, state=JobState.FAILED, reason=FAULT, finished_at=database_now())
    job.refresh_from_db()
    _tell_who_left(job)
    return job


def _keep_result(job: Job, made: IssuedDocument | MadeFile | None) -> None:
    """Note what was made, unless the job was cancelled in the meantime: then all of it is undone."""
    now = database_now()
    changes: dict[str, Any] = {"state": JobState.DONE, "finished_at": now}
    if isinstance(made, MadeFile):
        with made.content:
            name, sha256, size = storage.keep(made.content, folder=MADE)
        changes |= {"file_name": name, "file_sha256": sha256, "file_size": size, "result_until": now + RESULT_KEPT}
        changes |= {"file_media_type": made.media_type, "file_shown_name": made.shown_name}
    else:
        changes["result"] = made
    if not Job.objects.filter(pk=job.pk, state__in=GOING_ON).update(**changes):
        raise Cancelled


def _tell_who_left(job: Job) -> None:
    """A mail to somebody who waited long and will have left the page; it says nothing of what was made."""
    if (
        job.finished_at is None
        or job.state == JobState.CANCELLED
        or job.finished_at - job.created_at < TOLD_BY_MAIL_AFTER
    ):
        return
    queue_mail(
        "documents/job_ended",
        to=job.asked_by.email,
        key=f"job-ended-{job.pk}-{job.attempt}",
        context={
            "name": job.asked_by.name,
            "title": job.title,
            "is_done": job.state == JobState.DONE,
            "reason": job.reason,
            "link": settings.PORTAL_URL + reverse("job-page", args=[job.pk]),
        },
    )


@dataclass(frozen=True)
class Progress:
    """How a worker tells how far it is: `progress.tell(3, of=12)`. Seen at once, whatever becomes of the work.

    Telling raises Cancelled when the person does not want it any more; let it pass.
    """

    job_id: UUID

    def tell(self, done: int, *, of: int) -> None:
        if not _tell(self.job_id, done_of=min(done, of), total=of):
            raise Cancelled


def _queue(job: Job) -> None:
    queue_task(RUN_JOB, key=f"job-{job.pk}-{job.attempt}", job_id=str(job.pk))


def _tell(job_id: UUID, **changes: Any) -> bool:
    """Write over a connection of its own: the task's transaction is seen by nobody until it ends. False: cancelled.

    The main transaction must not have written to the row before, or this would wait for it.
    """
    columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in changes)
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            statement = f"UPDATE {Job._meta.db_table} SET {columns} WHERE id = %s AND state <> %s"  # noqa: S608 - names of our own fields
            cursor.execute(statement, [*changes.values(), job_id, JobState.CANCELLED])
            if cursor.rowcount:
                return True
    finally:
        aside.close()
    # The job was asked for in this very transaction.
    return bool(Job.objects.filter(pk=job_id).exclude(state=JobState.CANCELLED).update(**changes))
