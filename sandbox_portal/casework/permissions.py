"""Who may do what at the desk of a case: one line, one person, one case."""

from rules import predicate

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import belongs_to_organisation
from sandbox_portal.people.queries import roles_of

from .models import Case
from .queue_rules import routing


@predicate
def works_in_queue(user: User, case: Case) -> bool:
    """Holds the role in whose queue the case stands."""
    return case.owner_role in roles_of(user)


@predicate
def has_case(user: User, case: Case) -> bool:
    """Is the person who has the case."""
    return case.owner_id == user.pk


@predicate
def gives_out(user: User, case: Case) -> bool:
    """May give the cases of this queue to people."""
    queue = routing().queue(case.owner_role)
    return queue is not None and bool(roles_of(user) & {Role(role) for role in queue.given_out_by})


@predicate
def is_taken_by_one(user: User, case: Case) -> bool:
    """At this stage one person works on the case alone."""
    return routing().rule(case.kind, case.stage).is_taken_by_one


@predicate
def does_more_than_look(user: User, case: Case) -> bool:
    """Holds a role that changes something."""
    return bool(roles_of(user) - {Role.AUDITOR})


@predicate
def leads_the_programme(user: User, case: Case) -> bool:
    return Role.PROGRAMME_LEAD in roles_of(user)


is_colleague = does_more_than_look & ~belongs_to_organisation
reads_desk = predicate(lambda user, case: bool(roles_of(user)), name="is_staff") & ~belongs_to_organisation
may_take = works_in_queue & is_taken_by_one & ~belongs_to_organisation
may_give = is_taken_by_one & (gives_out | has_case) & ~belongs_to_organisation
may_flag = is_colleague & (works_in_queue | gives_out | has_case | leads_the_programme)
may_hold = is_colleague & (has_case | gives_out | leads_the_programme | (works_in_queue & is_taken_by_one))
may_write_note = is_colleague
