"""What happens beside the pages of an assessment: reports, refusals that become final, whom the reminders are for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from sandbox_portal.casework.clockwork import every_minute
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.outbox import handler
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.clock import database_now

from .actions.notices import close_as_refused
from .actions.recommending import MAKE_REPORT
from .actions.reports import issue_assessment_report
from .queries import assessment_recipients as recipients


@handler(MAKE_REPORT)
def make_assessment_report(*, recommendation: int) -> None:
    """Print the report a recommendation stands on (L-22)."""
    made = recipients.recommendation_by_id(recommendation)
    if made is not None:
        issue_assessment_report(made, by=None, at=database_now())


@every_minute("refusals that nobody appealed against")
def close_refusals(*, at: datetime) -> int:
    """Make refusals final whose time to appeal is over; how many (timer T)."""
    count = 0
    for application in recipients.refusals_past_appeal(at):
        try:
            close_as_refused(application, by=None, at=at)
        except Refused:
            continue  # somebody was quicker
        count += 1
    return count


@audience("those_who_assess_registrations")
def those_who_assess_registrations(deadline: Deadline) -> Iterable[Recipient]:
    """M-23: the inspector and the managers of registration."""
    for person in recipients.those_who_assess(UUID(deadline.subject)):
        yield Recipient.of(person, reverse("registration-file", args=[deadline.subject]))


@audience("those_who_may_answer_a_notice")
def those_who_may_answer_a_notice(deadline: Deadline) -> Iterable[Recipient]:
    """M-26: owners and signatories, while nothing was said to the proposal."""
    for person in recipients.those_who_sign(UUID(deadline.subject)):
        yield Recipient.of(person, reverse("registration-answer-notice", args=[deadline.subject]))


@audience("those_who_may_appeal")
def those_who_may_appeal(deadline: Deadline) -> Iterable[Recipient]:
    """M-27: owners and signatories, while the time to appeal runs."""
    for person in recipients.those_who_sign(UUID(deadline.subject)):
        yield Recipient.of(person, reverse("registration-notice", args=[deadline.subject]))
