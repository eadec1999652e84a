"""Work in the background for the form: the statement of purpose as a PDF."""

from uuid import UUID

from sandbox_portal.documents.actions import Progress, worker
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.people.clock import database_now

from .actions.purpose import STATEMENT_JOB, issue_statement
from .queries.applications import registration_by_id


@worker(STATEMENT_JOB)
def make_statement(job: Job, progress: Progress) -> IssuedDocument | None:
    """The statement of purpose, for the person who asked."""
    application = registration_by_id(UUID(job.parameters["application"]))
    if application is None:
        return None
    return issue_statement(application, request=str(job.pk), by=job.asked_by, at=database_now())
