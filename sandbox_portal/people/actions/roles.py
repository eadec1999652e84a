"""Give a role and take it away. Nobody does either to themselves, so one administrator always remains."""

from datetime import date, datetime

from django.db import transaction

from ..choices import PersonVerb, Role
from ..guards import must_look_after_roles
from ..history import tell
from ..letters import send_role_ended, send_role_given
from ..models import RoleGrant, User
from ..queries import current_grants, forget_rights
from ..refusals import Refused


@transaction.atomic
def grant_role(
    user: User, *, role: Role, reason: str, by: User | None, at: datetime, expires_on: date | None = None
) -> RoleGrant:
    """Give a role with its reason and end (R-013); giving one that is held already returns the grant in force.

    `by=None` is the machine itself: the first administrator of a new service, and the demonstration.
    """
    if by is not None:
        must_look_after_roles(by)
        if by == user:
            raise Refused("Nobody gives themselves a role. Ask another administrator.")
    in_force = current_grants().filter(user=user, role=role).first()
    if in_force is not None:
        return in_force
    RoleGrant.objects.filter(user=user, role=role, ended_at=None).update(ended_at=at)  # it had run out by its date
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        ended_at=None,
        defaults={"reason": reason, "granted_by": by, "granted_at": at, "expires_on": expires_on},
    )
    if is_new:
        data = {"role": role.value, "until": expires_on.isoformat() if expires_on else None}
        tell(PersonVerb.ROLE_GIVEN, person=user, by=by, at=at, note=reason, data=data)
        if by is not None:
            send_role_given(grant)
    forget_rights(user)
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, reason: str, by: User, at: datetime) -> RoleGrant:
    """Take a role away; the holder's very next click is refused (A08)."""
    must_look_after_roles(by)
    if grant.user_id == by.pk:
        raise Refused("Nobody takes a role from themselves. Ask another administrator.")
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
    if grant.ended_at is not None:
        raise Refused("Somebody has already taken this role away.")
    grant.ended_at = at
    grant.save(update_fields=["ended_at"])
    tell(PersonVerb.ROLE_ENDED, person=grant.user, by=by, at=at, note=reason, data={"role": grant.role})
    send_role_ended(grant, reason=reason)
    forget_rights(grant.user)
    return grant
