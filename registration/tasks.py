"""What happens beside the pages: copies of what was sent, drafts nobody goes on with, whom the reminders are for."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.urls import reverse

from sandbox_portal.casework.clockwork import every_day
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.outbox import handler
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.clock import database_now

from .actions.ageing import watch_checks
from .actions.drafts import watch_drafts
from .actions.letters import COPY_ANSWERS, issue_copy
from .queries import recipients
from .queries.applications import registration_by_id


@handler(COPY_ANSWERS)
def copy_answers(*, application: str, attempt: int) -> None:
    """Make the copy of what was sent."""
    sent = registration_by_id(UUID(application))
    if sent is not None:
        issue_copy(sent, attempt=attempt, by=None, at=database_now())


@every_day("drafts of applications to register", at=time(6, 30))
def watch(*, at: datetime) -> int:
    """Count on from the last change of each draft, and look at checks in it, before the reminders of the day."""
    return watch_drafts(by=None, at=at) + watch_checks(by=None, at=at)


@audience("writers_of_idle_registrations")
def writers_of_idle_registrations(deadline: Deadline) -> Iterable[Recipient]:
    """M-20: those who write for the organisation, while its application is a draft."""
    for person in recipients.writers_of_draft(UUID(deadline.subject)):
        yield Recipient.of(person, reverse("response-task-list", args=[deadline.subject]))


@audience("those_who_wait_for_a_manager")
def those_who_wait_for_a_manager(deadline: Deadline) -> Iterable[Recipient]:
    """M-21: the managers whose part is missing, each with their own form, and those who write the application."""
    application = UUID(deadline.subject)
    waited_for = recipients.undeclared_managers(application)
    for manager in waited_for:
        yield Recipient(manager.email, manager.name, reverse("manager-part", args=[manager.pk]))
    for person in recipients.writers_of_draft(application) if waited_for else []:
        yield Recipient.of(person, reverse("registration-managers", args=[application]))


@audience("writers_of_ageing_checks")
def writers_of_ageing_checks(deadline: Deadline) -> Iterable[Recipient]:
    """M-28: a manager of their own check, those who write for the organisation of any other; while it is a draft."""
    case = UUID(deadline.subject)
    for manager in recipients.manager_before_sending(case):
        yield Recipient(manager.email, manager.name, reverse("manager-part", args=[case]))
    for person in recipients.writers_of_draft(case):
        yield Recipient.of(person, reverse("response-task-list", args=[case]))


@audience("those_who_check_registrations")
def those_who_check_registrations(deadline: Deadline) -> Iterable[Recipient]:
    """M-22: whoever checks it, or the whole team while nobody does; and the managers of registration."""
    for person in recipients.those_who_check(UUID(deadline.subject)):
        yield Recipient.of(person, reverse("registration-file", args=[deadline.subject]))
