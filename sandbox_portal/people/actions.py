"""Verbs on people: make an account, form an organisation, give and end roles."""

from datetime import date, datetime

from django.db import transaction

from .choices import LegalForm, Place, Role
from .models import Membership, Organisation, RoleGrant, User


@transaction.atomic
def create_organisation(name: str, *, legal_form: LegalForm, by: User, at: datetime, **fields: str) -> Organisation:
    """Form an organisation with the person as its first owner."""
    organisation = Organisation.objects.create(name=name, legal_form=legal_form, created_at=at, **fields)
    Membership.objects.create(user=by, organisation=organisation, place=Place.OWNER, since=at)
    by.__dict__.pop("_places", None)
    return organisation


@transaction.atomic
def grant_role(
    user: User, *, role: Role, reason: str, by: User | None, at: datetime, expires_on: date | None = None
) -> RoleGrant:
    """Give a role with its reason; giving one that is held already returns the grant in force."""
    grant, _ = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        ended_at=None,
        defaults={"reason": reason, "granted_by": by, "granted_at": at, "expires_on": expires_on},
    )
    user.__dict__.pop("_roles", None)
    return grant
