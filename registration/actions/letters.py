"""Letters of registration up to validation: receipt, returned, accepted, withdrawn; and the copy of what was sent."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.queries.assistance import who_typed
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.documents.actions.issuing import Paper, issue_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.documents.queries import letter_of
from sandbox_portal.people.models import User
from sandbox_portal.questions.queries import responses_of
from sandbox_portal.questions.showing import response_document_context

from ..choices import SET_CODE
from ..models import RegistrationApplication
from ..queries.applications import managers_of

COPY = "REG-COPY"
COPY_ANSWERS = "registration.copy_answers"


def issue_receipt(application: RegistrationApplication, *, check_by: date, by: User, at: datetime) -> None:
    """L-17: we have it, who of us typed in it, and by when we say whether it is complete."""
    cases = [application.case, *(each.case for each in managers_of(application))]
    data = {"submitted_at": at, "check_by": check_by, "typed_by": who_typed(*cases)}
    _issue(application, "L-17", data, by=by, at=at)


def issue_returned(
    application: RegistrationApplication, *, shortcomings: list[str], note: str, by: User, at: datetime
) -> None:
    """L-18: each thing that is missing or wrong, and what to do."""
    data = {"shortcomings": shortcomings, "reason": note or "Please mend each thing on the list."}
    _issue(application, "L-18", data, by=by, at=at)


def issue_accepted(application: RegistrationApplication, *, decide_by: date, by: User, at: datetime) -> None:
    """L-19: it is complete, and the assessment begins."""
    _issue(application, "L-19", {"decision_by": decide_by}, by=by, at=at)


def issue_withdrawal_letter(application: RegistrationApplication, *, by: User, at: datetime) -> None:
    _issue(application, "L-17W", {"withdrawn_at": at}, by=by, at=at)


def _issue(application: RegistrationApplication, code: str, data: dict[str, Any], *, by: User, at: datetime) -> None:
    link = f"{settings.PORTAL_URL}{reverse('registration-status', args=[application.pk])}"
    occasion = "" if application.attempt == 1 else f"attempt-{application.attempt}"
    issue_letter(application.case, code=code, data={**data, "link": link}, by=by, at=at, occasion=occasion)


def ask_for_copy(application: RegistrationApplication, *, by: User, at: datetime) -> None:
    """Have the copy of what was sent made, once for each attempt."""
    key = f"registration-copy:{application.pk}:{application.attempt}"
    queue_task(COPY_ANSWERS, key=key, application=str(application.pk), attempt=application.attempt)


def issue_copy(
    application: RegistrationApplication, *, attempt: int, by: User | None, at: datetime
) -> IssuedDocument | None:
    """The PDF of the answers of one attempt. A later one is the next version of it. Slow: call it from a task."""
    sent = [each for each in responses_of(application.case) if each.set_code == SET_CODE and each.attempt == attempt]
    if not sent or sent[0].locked_at is None:
        raise Refused("There are no answers to copy.")
    key = f"registration-copy-{application.pk}-{attempt}"
    older = letter_of(application.case, COPY)
    if older is not None and older.request_key == key:
        return older
    title = f"Copy of your application {application.case.reference}"
    version: dict[str, Any] = {}
    if older is not None:
        version = {"replaces": older, "correction_note": f"It holds what was sent as attempt {attempt}."}
    paper = Paper(
        request_key=key,
        kind=DocumentKind.RECORD,
        code=COPY,
        title=title,
        layout="documents/questions/response.html",
        audience=Audience.ORGANISATION,
        case=application.case,
        data={**response_document_context(sent[0]), "title": title},
        **version,
    )
    return issue_document(paper, by=by, at=at)
