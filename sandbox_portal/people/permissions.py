"""Predicates on a person alone. Each wing joins them with its own by & and |."""

from rules import Predicate, predicate

from .choices import SIGNERS, WRITERS, Place, Role
from .models import User
from .queries import organisation_places, roles_of


def has_role(role: Role) -> Predicate:
    """A predicate that is true for people who hold the role now."""

    def holds(user: User) -> bool:
        return role in roles_of(user)

    return predicate(holds, name=f"holds_{role.value}")


looks_after_roles = has_role(Role.SYSTEM_ADMINISTRATOR)


def place_in(user: User, subject: object) -> Place | None:
    """The person's place in the organisation the subject belongs to, if any."""
    organisation = getattr(subject, "organisation_id", None)
    return organisation_places(user).get(organisation) if organisation else None


@predicate
def belongs_to_organisation(user: User, subject: object) -> bool:
    """Has any current place in the organisation the subject belongs to."""
    return place_in(user, subject) is not None


@predicate
def may_write_for_organisation(user: User, subject: object) -> bool:
    """Everybody in the team writes but readers, who look."""
    return place_in(user, subject) in WRITERS


@predicate
def may_sign_for_organisation(user: User, subject: object) -> bool:
    """Owners and signatories sign, send and withdraw."""
    return place_in(user, subject) in SIGNERS


@predicate
def owns_organisation(user: User, subject: object) -> bool:
    """Only an owner looks after the team."""
    return place_in(user, subject) is Place.OWNER
