"""Why something cannot be done at the desk of a case: asked by pages before, and by actions under their lock."""

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..choices import NOBODY, PROVIDER
from ..models import Case
from ..permissions import is_taken_by_one, may_give, may_hold, may_take
from ..queue_rules import routing
from ..refusals import Refused
from .cases import cases_visible_to

NOT_ALONE = "Everybody in its queue works on this case together, so nobody takes it alone."
NOT_YOURS_TO_HOLD = "You cannot put this case on hold. Ask the person who has it, or who gives out its queue."


def refusal_to_give(case: Case, *, to: User, by: User) -> str | None:
    """Why this case cannot be given to this person by that one; asked by the check page and by the action alike.

    Why somebody cannot see a case is not said: an interest is their own.
    """
    if case.closed_at is not None or case.owner_role not in Role.values:
        return "It is not in a queue now."
    if not is_taken_by_one.test(by, case):
        return NOT_ALONE
    if not may_give.test(by, case):
        return "You cannot give out the cases of this queue."
    if case.owner_id == to.pk:
        return f"{to.name} has it already."
    if case.owner_role not in roles_of(to):
        return f"{to.name} does not work in the queue of {Role(case.owner_role).label}."
    if not may_take.test(to, case) or not cases_visible_to(to).filter(pk=case.pk).exists():
        return f"{to.name} cannot be given this case."
    return room_for(to, Role(case.owner_role))


def refusal_to_hold(case: Case, *, by: User) -> str | None:
    """Why this person cannot put the case on hold now; None when they can."""
    if not may_hold.test(by, case):
        return NOT_YOURS_TO_HOLD
    if case.held_since is not None:
        return "This case is on hold already."
    if case.owner_role in {PROVIDER, NOBODY} or case.closed_at is not None:
        return "Nobody here has this case now, so there is nothing to hold."
    return None


def room_for(person: User, role: Role) -> str | None:
    """None while the person may have one more case of this queue, otherwise the sentence that says why not."""
    queue = routing().queue(role)
    if queue is None:
        return None
    cases = Case.objects.filter(owner=person, owner_role=role, closed_at=None, held_since=None).count()
    if cases < queue.most_at_once:
        return None
    return f"{person.name} has {cases} cases of this queue. Finish some, or put them back, before there is one more."


def locked_for(user: User, case: Case) -> Case:
    """The case as it stands now, kept from others until the transaction ends."""
    rows = cases_visible_to(user).select_for_update(of=("self",), no_key=True).select_related("owner")
    found = rows.filter(pk=case.pk).first()
    if found is None or found.closed_at is not None:
        raise Refused("This case has ended, or is not open to you any more.")
    return found
