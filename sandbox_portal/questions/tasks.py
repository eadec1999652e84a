"""What time brings about for answers."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from sandbox_portal.casework.clockwork import every_minute
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.documents.actions import Progress, worker
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of

from .actions.paper import BLANK_FORM_JOB, issue_blank_form
from .actions.returns import end_late_returns
from .queries import response_by_id


@every_minute("answers asked again that did not come")
def end_late(*, at: datetime) -> None:
    """Go on without what did not come back by its day."""
    end_late_returns(by=None, at=at)


@audience("applicants_asked_again")
def applicants_asked_again(deadline: Deadline) -> Iterable[Recipient]:
    """M-32: those who may answer for the organisation, while what was asked again is with them."""
    case = deadline.case
    if case is None or case.organisation is None:
        return []
    people = people_of(case.organisation, Place.OWNER, Place.SIGNATORY, Place.CONTRIBUTOR)
    return [Recipient.of(person, reverse("response-asked-again", args=[case.pk])) for person in people]


@worker(BLANK_FORM_JOB)
def make_blank_form(job: Job, progress: Progress) -> IssuedDocument | None:
    """The questions on paper, for the person who asked."""
    response = response_by_id(job.parameters["response"])
    if response is None:
        return None
    return issue_blank_form(response, request=str(job.pk), by=job.asked_by, at=database_now())
