"""What happens beside the pages of a registration: its certificate is made, and changes are asked for in time."""

from collections.abc import Iterable

from django.urls import reverse

from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.outbox import handler
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.clock import database_now

from .actions.certificates import issue_certificate
from .actions.granting import MAKE_CERTIFICATE
from .queries.held import held_by_id, writers_of_change


@handler(MAKE_CERTIFICATE)
def make_certificate(*, registration: str, because: str, request: str) -> None:
    """Print the certificate of what the register says now (L-26)."""
    held = held_by_id(registration)
    if held is not None:
        issue_certificate(held, request=request, because=because, by=None, at=database_now())


@audience("those_who_tell_of_a_change")
def those_who_tell_of_a_change(deadline: Deadline) -> Iterable[Recipient]:
    """M-31: who writes for the organisation, while the change is not sent."""
    for person in writers_of_change(deadline.subject):
        yield Recipient.of(person, reverse("change-detail", args=[deadline.subject]))
