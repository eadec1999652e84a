"""Which invitations wait, and which one a link means."""

import hashlib

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from ..choices import Place, Role
from ..clock import DatabaseNow
from ..models import Invitation, Organisation, User
from .places import organisation_places, roles_of


def hash_of(token: str) -> str:
    """What is kept of the secret in a link (B06)."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link opens now; None alike for one that is wrong, used, taken back or too old."""
    usable = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=DatabaseNow())
    return usable.select_related("organisation", "invited_by").filter(token_hash=hash_of(token)).first()


def invitations_visible_to(user: User) -> QuerySet[Invitation]:
    """Owners see those to their teams, administrators those to roles."""
    owned = [organisation for organisation, place in organisation_places(user).items() if place == Place.OWNER]
    to_teams = Q(organisation__in=owned)
    to_roles = ~Q(role="") if Role.SYSTEM_ADMINISTRATOR in roles_of(user) else Q(pk__in=[])
    return Invitation.objects.filter(to_teams | to_roles).select_related("organisation", "invited_by")


def invitations_waiting_for(organisation: Organisation, *, user: User) -> QuerySet[Invitation]:
    """Invitations to this team that nobody has accepted yet, also those too old to be."""
    waiting = invitations_visible_to(user).filter(organisation=organisation, accepted_at=None, revoked_at=None)
    return waiting.order_by("invited_at", "pk")


def staff_invitations_waiting(user: User) -> QuerySet[Invitation]:
    """Invitations to a role that nobody has accepted yet."""
    waiting = invitations_visible_to(user).filter(accepted_at=None, revoked_at=None).exclude(role="")
    return waiting.order_by("invited_at", "pk")


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address; only told to whoever holds a letter sent there."""
    return bool(
        User.objects.filter(email__iexact=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists()
    )
