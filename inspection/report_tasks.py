"""What happens beside the pages of a report: it is printed, its time to reply runs out, people are reminded."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from sandbox_portal.casework.clockwork import every_minute
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.outbox import handler
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.documents.actions import MadeFile, Progress, worker
from sandbox_portal.documents.models import Job
from sandbox_portal.documents.queries.rechecks import recheck
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from .actions.accuracy import PRINT_DRAFT, go_on_without
from .actions.printing import EXPORT, export_report, issue_draft, issue_report
from .actions.publication import PRINT_REPORT
from .queries import reports


@handler(PRINT_REPORT)
def print_report(*, publication: str) -> None:
    """Print a published report (L-30)."""
    found = reports.publication_by_id(publication)
    if found is not None:
        issue_report(found, by=None, at=database_now())


@handler(PRINT_DRAFT)
def print_draft(*, draft: str) -> None:
    """Print a draft that was sent, for its organisation."""
    found = reports.draft_by_id(draft)
    if found is not None:
        issue_draft(found, by=None, at=database_now())


@worker(EXPORT)
def make_export(job: Job, progress: Progress) -> MadeFile:
    """The report as it is now, for the person who asked."""
    return export_report(job, by=job.asked_by, at=database_now())


@recheck(EXPORT)
def may_still_have_it(job: Job, user: User) -> str | None:
    return reports.export_refusal(job, user)


@every_minute("draft reports whose time to reply is over")
def go_on_where_nobody_replied(*, at: datetime) -> int:
    """Let reports go on whose organisation did not reply in time; how many (R-403)."""
    count = 0
    for assessment in reports.past_their_reply():
        try:
            go_on_without(assessment, by=None, at=at)
        except Refused:
            continue  # somebody was quicker
        count += 1
    return count


@audience("the_lead_of_a_report")
def the_lead_of_a_report(deadline: Deadline) -> Iterable[Recipient]:
    """M-43: the lead inspector."""
    lead = reports.lead_of_case(deadline.subject)
    if lead is not None:
        yield Recipient.of(lead, reverse("report-desk", args=[deadline.subject]))


@audience("those_who_sign_for_the_assessed")
def those_who_sign_for_the_assessed(deadline: Deadline) -> Iterable[Recipient]:
    """M-44 to M-46: owners and signatories of the organisation."""
    for person in reports.signers_of_case(deadline.subject):
        yield Recipient.of(person, reverse("assessment-own", args=[deadline.subject]))
