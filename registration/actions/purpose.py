"""The statement of purpose as a PDF: ask for it, and make it."""

from datetime import datetime

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import Paper, create_job, issue_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.people.models import User
from sandbox_portal.questions.queries import read_response, response_of

from ..choices import SET_CODE
from ..models import RegistrationApplication
from ..queries.purpose import statement_of

STATEMENT_JOB = "registration.statement"
NOTHING_YET = "There are no answers to make it from yet."


def ask_for_statement(application: RegistrationApplication, *, by: User, at: datetime) -> Job:
    """Ask for the statement of purpose as a PDF."""
    title = f"Statement of purpose of {application.organisation.name}"
    return create_job(STATEMENT_JOB, title=title, by=by, at=at, case=application.case, application=str(application.pk))


def issue_statement(application: RegistrationApplication, *, request: str, by: User, at: datetime) -> IssuedDocument:
    """Make the PDF for whoever asked, from the answers as they are. Slow: call it from a task."""
    response = response_of(application.case, set_code=SET_CODE)
    if response is None:
        raise Refused(NOTHING_YET)
    statement = statement_of(read_response(response))
    paper = Paper(
        request_key=f"statement-of-purpose-{request}",
        kind=DocumentKind.RECORD,
        title=f"Statement of purpose of {statement.name}",
        layout="documents/registration/statement.html",
        audience=Audience.ORGANISATION,
        data=statement.as_data() | {"is_draft": response.locked_at is None},
    )
    return issue_document(paper, by=by, at=at)
