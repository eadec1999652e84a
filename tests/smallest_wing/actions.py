"""What people do with a request."""

from datetime import datetime, timedelta

from django.db import transaction

from sandbox_portal.casework.deadlines import finish_deadline, set_deadline
from sandbox_portal.casework.models import Decision
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import issue_letter, release_letters
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.questions.actions import lock_response, open_response
from sandbox_portal.questions.queries import response_of

from .choices import LETTER, PREFIX, SET_CODE
from .models import ListRequest
from .queries import request_of
from .signals import put_on_list
from .workflow import LIST_REQUEST


@transaction.atomic
def start_request(organisation: Organisation, *, by: User, at: datetime) -> ListRequest:
    title = f"{organisation.name}: council's list"
    case = LIST_REQUEST.open_case(by=by, at=at, verb="started", organisation=organisation, title=title)
    if not may_write_for_organisation.test(by, case):
        raise Refused("Your place in this organisation lets you read, not write.")
    open_response(case, set_code=SET_CODE, by=by, at=at)
    return ListRequest.objects.create(case=case, organisation=organisation)


@transaction.atomic
def send_request(request: ListRequest, *, by: User, at: datetime) -> ListRequest:
    LIST_REQUEST.take_step(request, "send", by=by, at=at)
    response = response_of(request.case)
    assert response is not None  # answers_are_complete has refused otherwise
    lock_response(response, by=by, at=at)
    request.case.reference = next_reference(PREFIX)
    request.case.save(update_fields=["reference"])
    about, due = f"Decide on {request.case.reference}", at + timedelta(days=20)
    clock = {"kind": "decision", "about": about, "due_at": due, "rule": "20 days after it was sent"}
    set_deadline(_clock(request), **clock, reminder="M-90", subject=str(request.pk), case=request.case, at=at)
    return request


@transaction.atomic
def carry_out(decision: Decision, *, by: User, at: datetime) -> None:
    """What two people have signed: keep it, and have the letter made, held until it is sent."""
    request = LIST_REQUEST.take_step(request_of(decision.case_id), "decide", by=by, at=at)
    request.is_accepted = decision.outcome == "accept"
    request.save(update_fields=["is_accepted"])
    finish_deadline(_clock(request), at=at)
    said = "Your organisation is on the list." if request.is_accepted else "Your organisation is not on the list."
    data = {"list_answer": said, "reason": decision.text}
    issue_letter(request.case, code=LETTER, data=data, by=by, at=at, held=True)


@transaction.atomic
def send_letter(request: ListRequest, *, by: User, at: datetime) -> ListRequest:
    step = "put_on_list" if request.is_accepted else "decline"
    LIST_REQUEST.take_step(request, step, by=by, at=at)
    release_letters(request.case, by=by, at=at)
    if request.is_accepted:
        put_on_list.send(ListRequest, request=request, by=by, at=at)
    return request


def _clock(request: ListRequest) -> str:
    return f"list-request:{request.pk}"
