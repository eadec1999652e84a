"""Verbs on the questions on paper: ask for them as a PDF, and make it."""

from datetime import datetime

from django.utils.translation import gettext as _

from sandbox_portal.documents.actions import Paper, create_job, issue_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.documents.pdf import HANDBOOK
from sandbox_portal.people.models import User

from ..blank import blank_sections, printed_sections
from ..models import Response
from ..queries import document_of, given_for

BLANK_FORM_JOB = "questions.blank_form"


def ask_for_blank_form(response: Response, *, by: User, at: datetime) -> Job:
    """Ask for the questions of a case as a PDF to print, with the dates of its round."""
    title = _("The questions: %(title)s") % {"title": document_of(response.question_set).title}
    return create_job(BLANK_FORM_JOB, title=title, by=by, at=at, case=response.case, response=response.pk)


def issue_blank_form(response: Response, *, request: str, by: User, at: datetime) -> IssuedDocument:
    """Make the PDF for the person who asked. Slow: call it from a task."""
    document = document_of(response.question_set)
    paper = Paper(
        request_key=f"blank-form-{request}",
        kind=DocumentKind.RECORD,
        title=document.title,
        layout="documents/questions/blank.html",
        audience=Audience.ORGANISATION,
        data={
            "title": document.title,
            "introduction": document.introduction,
            "help": _("When you have filled this in, send it to us. We will type it in for you."),
            "sections": printed_sections(blank_sections(document, given_for(response, {}))),
        },
        limits=HANDBOOK,
    )
    return issue_document(paper, by=by, at=at)
