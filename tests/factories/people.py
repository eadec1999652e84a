"""Make people and organisations. Names are made up; every call makes a new one."""

import itertools

from allauth.account.models import EmailAddress

from sandbox_portal.people.actions import create_organisation, grant_role
from sandbox_portal.people.choices import LegalForm, Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership, Organisation, User

_numbers = itertools.count(1)
PASSWORD = "a quiet morning in the garden"


def make_user(name: str = "", email: str = "") -> User:
    """A person with a verified address and the password PASSWORD."""
    number = next(_numbers)
    user = User.objects.create_user(
        email or f"person{number}@people.example", PASSWORD, name=name or f"Person Number{number}"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_organisation(name: str = "", *, owner: User | None = None, **fields: str) -> Organisation:
    """An organisation with an owner."""
    number = next(_numbers)
    return create_organisation(
        name or f"Lantern Care {number}",
        legal_form=fields.pop("legal_form", LegalForm.COMMUNITY_INTEREST_COMPANY),
        by=owner or make_user(),
        at=database_now(),
        **fields,
    )


def make_provider(organisation: Organisation | None = None, *, place: Place = Place.OWNER, name: str = "") -> User:
    """A person with a place in the organisation (a new one when none is given)."""
    user = make_user(name)
    Membership.objects.create(user=user, organisation=organisation or make_organisation(), place=place)
    return user


def make_staff(*roles: Role, name: str = "", email: str = "") -> User:
    """A person who holds these roles."""
    user = make_user(name, email)
    for role in roles:
        grant_role(user, role=role, reason="Made for a test", by=None, at=database_now())
    return user
