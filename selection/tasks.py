"""Postmen of selection: receipts, scores and statistics as PDFs, and whom the reminders are for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from sandbox_portal.casework.clockwork import every_minute
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.outbox import handler
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.documents.actions import Progress, worker
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries.links import path_in_letter

from .actions.letters import STATISTICS_JOB, issue_receipt
from .actions.proposals import MAKE_RECORD
from .actions.publication import (
    SCORES_JOB,
    issue_copy_of_answers,
    issue_copy_of_answers_again,
    issue_scores,
    issue_statistics,
)
from .actions.records import issue_selection_record
from .actions.tallies import fold_tallies
from .queries import confirmations, recipients
from .queries.applications import application_by_id
from .queries.proposals import proposal_by_id
from .queries.selections import selection_by_id


@every_minute("numbers of selections")
def fold(*, at: datetime) -> int:
    """Keep the differences few that the numbers of a selection are sums of."""
    return fold_tallies(by=None, at=at)


@handler("selection.send_receipt")
def send_receipt(*, application: str) -> None:
    """Make the copy of the answers, and ask for the letter that goes with it."""
    sent = application_by_id(UUID(application))
    if sent is None or sent.submitted_at is None:
        return
    issue_copy_of_answers(sent, by=None, at=database_now())
    issue_receipt(sent, by=None, at=database_now())


@handler("selection.copy_answers_again")
def copy_answers_again(*, application: str) -> None:
    """Make the copy of the answers anew, with those that came back."""
    sent = application_by_id(UUID(application))
    if sent is not None:
        issue_copy_of_answers_again(sent, by=None, at=database_now())


@handler(MAKE_RECORD)
def make_record(*, proposal: str) -> None:
    """Print the record of a proposal that was sent to the committee (L-09)."""
    sent = proposal_by_id(proposal)
    if sent is not None and sent.confirmed_at is not None:
        issue_selection_record(sent, by=None, at=database_now())


@worker(SCORES_JOB)
def make_scores(job: Job, progress: Progress) -> IssuedDocument | None:
    application = application_by_id(job.case_id) if job.case_id else None
    return issue_scores(application, by=None, at=database_now()) if application else None


@worker(STATISTICS_JOB)
def make_statistics(job: Job, progress: Progress) -> IssuedDocument | None:
    selection = selection_by_id(UUID(job.parameters["selection"]))
    return issue_statistics(selection, request=str(job.pk), by=job.asked_by, at=database_now()) if selection else None


@audience("owners_of_drafts")
def owners_of_drafts(deadline: Deadline) -> Iterable[Recipient]:
    """M-02: those who can still send, each with the way to their own draft."""
    for application, owner in recipients.owners_of_drafts(UUID(deadline.subject)):
        yield Recipient.of(owner, reverse("response-task-list", args=[application.pk]))


@audience("members_with_scores_to_give")
def members_with_scores_to_give(deadline: Deadline) -> Iterable[Recipient]:
    """M-03: members whose scores of the step in hand are not all in."""
    for selection, member in recipients.members_with_scores_to_give(UUID(deadline.subject)):
        yield Recipient.of(member, reverse("selection-worklist", args=[selection.pk]))


@audience("members_with_interests_to_declare")
def members_with_interests_to_declare(deadline: Deadline) -> Iterable[Recipient]:
    """M-04: members who have not said of every application whether they have an interest."""
    for selection, member in recipients.members_with_interests_to_declare(UUID(deadline.subject)):
        yield Recipient.of(member, reverse("selection-declare", args=[selection.pk]))


@audience("committee")
def committee(deadline: Deadline) -> Iterable[Recipient]:
    """M-05: the committee, while its decision is open."""
    for selection, member in recipients.committee_with_a_decision_to_take(UUID(deadline.subject)):
        yield Recipient.of(member, reverse("selection-decision", args=[selection.pk]))


@audience("partners_who_were_asked")
def partners_who_were_asked(deadline: Deadline) -> Iterable[Recipient]:
    """M-31: a partner who has not answered yet. They have no account: their way is the link."""
    for confirmation in confirmations.partners_waiting(deadline.subject):
        link = confirmation.link
        yield Recipient(link.email, link.name, path_in_letter(link))


@audience("workshop_guests")
def workshop_guests(deadline: Deadline) -> Iterable[Recipient]:
    """M-06: owners of the selected organisations, once they know it, and the programme leads."""
    for slug, guest in recipients.workshop_guests(UUID(deadline.subject)):
        yield Recipient.of(guest, reverse("round-detail", args=[slug]))
