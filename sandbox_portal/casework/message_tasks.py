"""Postmen of messages: tell the other side, and remind it of a question."""

from collections.abc import Iterable

from django.urls import reverse

from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of

from .actions.messages import TELL
from .actions.messages import tell_of_message as tell
from .models import Deadline
from .outbox import handler
from .queries.messages import message_by_id
from .reminders import Recipient, audience


@handler(TELL, small=True)
def tell_of_message(*, message_id: str) -> None:
    message = message_by_id(message_id)
    if message is not None:
        tell(message, by=None, at=database_now())


@audience("people_who_were_asked")
def people_who_were_asked(deadline: Deadline) -> Iterable[Recipient]:
    """Everybody of the organisation while its answer to a question is wanted (M-24)."""
    if deadline.case is None or deadline.case.organisation is None:
        return []
    address = reverse("case-messages", args=[deadline.case_id])
    return [Recipient.of(user, address) for user in people_of(deadline.case.organisation)]
