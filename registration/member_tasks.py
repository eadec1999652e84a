"""What happens beside the pages of members: letters to many, and reminders."""

from collections.abc import Iterable
from uuid import UUID

from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.outbox import handler, queue_task
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries.links import path_in_letter

from .actions.members import ASK_MEMBERS, ask_member
from .queries.members import member_of_deadline, members_to_ask, whoever_asked

AT_ONCE = 100


@handler(ASK_MEMBERS)
def ask_members(*, organisation: str, by: str) -> None:
    """Write to the next hundred, and come back while there are more."""
    person = whoever_asked(UUID(by))
    members = members_to_ask(organisation, AT_ONCE) if person else []
    for member in members:
        assert person is not None  # without a person there are no members to ask
        ask_member(member, by=person, at=database_now())
    if len(members) == AT_ONCE:
        key = f"ask-members:{organisation}:after:{members[-1].pk}"
        queue_task(ASK_MEMBERS, key=key, organisation=organisation, by=by)


@audience("members_who_were_asked")
def members_who_were_asked(deadline: Deadline) -> Iterable[Recipient]:
    """M-33: a member who has not answered yet. They have no account: their way is the link."""
    member = member_of_deadline(deadline)
    if member is not None and member.link is not None:
        yield Recipient(member.link.email, member.link.name, path_in_letter(member.link))
