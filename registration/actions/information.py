"""Ask the applicant for information: what follows when answers go out, come back, or do not come (timer I)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from inspection.timers import end_visit_clocks
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User
from sandbox_portal.questions.actions.returns import end_with_the_case
from sandbox_portal.questions.models import Return
from sandbox_portal.questions.queries import document_of, response_of

from ..choices import RequestEnd
from ..models import InformationRequest, RegistrationApplication, Shortcoming
from ..queries.applications import application_in
from ..queries.assessment import open_request
from ..timers import finish_notice_timer, start_assessment_timer, stop_assessment_timer
from ..workflow import REGISTRATION
from .validation import come_back


def request_sent(case: Case, *, returned: int, by: User, at: datetime) -> None:
    """Keep the request, stop the clock of the assessment, and write to the applicant (L-20)."""
    application = application_in(case)
    sent = Return.objects.select_related("response__question_set").get(pk=returned)
    assert sent.due_at is not None  # it was just sent
    request = InformationRequest.objects.create(
        application=application, returned=sent, asked_at=at, asked_by=by, due_on=day_in_london(sent.due_at)
    )
    stop_assessment_timer(application, at=at)
    questions = document_of(sent.response.question_set).questions
    items = [f"{questions[item.question_key].name}: {item.words}" for item in sent.items.all()]
    data = {
        "asked_items": items,
        "asked_count": "one thing" if len(items) == 1 else f"{len(items)} things",
        "inspector_note": sent.note,
        "reply_by": request.due_on,
        "link": settings.PORTAL_URL + reverse("response-asked-again", args=[case.pk]),
    }
    issue_letter(case, code="L-20", data=data, by=by, at=at, occasion=f"request-{request.pk}")


def answers_came_back(case: Case, *, by: User, at: datetime) -> None:
    """The applicant has answered: the clock of the assessment goes on, later by the days it stood."""
    _end(application_in(case), RequestEnd.ANSWERED, at=at)


def went_on_without(case: Case, *, by: User | None, at: datetime) -> None:
    """The inspector goes on without an answer: so does the clock."""
    _end(application_in(case), RequestEnd.WENT_ON, at=at)


@transaction.atomic
def return_for_no_contact(
    application: RegistrationApplication, *, note: str, by: User, at: datetime
) -> RegistrationApplication:
    """Send the application back because nobody answered by the last day (F.6). It is no refusal."""
    REGISTRATION.take_step(application, "return_for_no_contact", by=by, at=at, note=note.strip())
    request = open_request(application)
    assert request is not None  # request_is_overdue has refused otherwise
    request.end, request.ended_at = RequestEnd.NO_CONTACT, at
    request.save(update_fields=["end", "ended_at"])
    _list_what_was_asked(application, request, by=by, at=at)
    response = response_of(application.case)
    if response is not None:
        end_with_the_case(response, by=by, at=at)
    come_back(application, note=note, by=by, at=at)
    return application


def _list_what_was_asked(
    application: RegistrationApplication, request: InformationRequest, *, by: User, at: datetime
) -> None:
    """What nobody answered is what is missing: each line goes back with its question (R-271)."""
    attempt = application.attempts.get(number=application.attempt)
    for item in request.returned.items.all():
        values = {"reason": "not_answered", "words": item.words, "listed_at": at, "listed_by": by}
        Shortcoming.objects.update_or_create(
            attempt=attempt, manager=None, question_key=item.question_key, defaults=values
        )


def end_assessment(application: RegistrationApplication, *, by: User, at: datetime) -> None:
    """The application was withdrawn: nothing is asked any more, and nothing is due."""
    InformationRequest.objects.filter(application=application, ended_at=None).update(end=RequestEnd.OVER, ended_at=at)
    stop_assessment_timer(application, at=at)
    for notice in application.notices.all():
        finish_notice_timer(notice, at=at)
    end_visit_clocks(application.case, at=at)


def _end(application: RegistrationApplication, how: RequestEnd, *, at: datetime) -> None:
    request = open_request(application)
    if request is not None:
        request.end, request.ended_at = how, at
        request.save(update_fields=["end", "ended_at"])
    start_assessment_timer(application, at=at)
