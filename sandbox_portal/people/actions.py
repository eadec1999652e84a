"""Verbs on people: make an account, form an organisation, give and end roles."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from .choices import LegalForm, Place, Role
from .models import Membership, Organisation, RoleGrant, User
from .queries import organisation_places


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


@transaction.atomic
def correct_organisation(organisation: Organisation, *, by: User, at: datetime, **fields: str) -> Organisation:
    """Change what an organisation says of itself; only somebody who writes for it may."""
    if organisation_places(by).get(organisation.pk) not in {Place.OWNER, Place.CONTRIBUTOR}:
        raise PermissionDenied
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    return organisation
