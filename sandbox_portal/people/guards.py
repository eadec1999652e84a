"""Who may change a team or a role, asked again inside the action's own transaction, under the lock it needs."""

from django.db import connection

from .choices import Place, Role
from .models import Membership, Organisation, User
from .queries import current_grants
from .refusals import Refused


def must_look_after_roles(by: User) -> None:
    """Refuse whoever is no administrator any more. The lock lets changes to roles come one after the other, so that
    two administrators who take the role from each other at the same moment do not both succeed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.roles'))")
    if not current_grants().filter(user=by, role=Role.SYSTEM_ADMINISTRATOR).exists():
        raise Refused("Only a system administrator looks after roles.")


def must_own(organisation: Organisation, by: User) -> Organisation:
    """Refuse whoever does not own the organisation now; changes to one team come one after the other."""
    organisation = team_locked(organisation)
    owners = Membership.objects.filter(organisation=organisation, place=Place.OWNER, ended_at=None)
    if not owners.filter(user=by).exists():
        raise Refused("Only an owner of the organisation looks after its team.")
    return organisation


def team_locked(organisation: Organisation) -> Organisation:
    """The organisation, with everybody else who changes its team waiting."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
