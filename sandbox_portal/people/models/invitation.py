"""Asking somebody, by a letter to their address, to join an organisation or to take a role."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from ..choices import Place, Role
from ..constraints import both_or_neither
from .people import Organisation, User

TO_A_TEAM = Q(organisation__isnull=False, role="") & ~Q(place="")
TO_A_ROLE = Q(organisation__isnull=True, place="") & ~Q(role="") & ~Q(reason="")
WAITING = Q(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """One letter, one person, one use. Only the hash of its secret is kept, so nobody here can follow the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="invitations")
    place = models.CharField(max_length=20, choices=Place, blank=True)
    role = models.CharField(max_length=40, choices=Role, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    role_expires_on = models.DateField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=TO_A_TEAM | TO_A_ROLE, name="an_invitation_is_to_a_team_or_to_a_role"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="an_invitation_is_not_accepted_and_revoked"
            ),
            both_or_neither("accepted_at", "accepted_by", name="an_invitation_is_accepted_by_somebody"),
            both_or_neither("revoked_at", "revoked_by", name="an_invitation_is_revoked_by_somebody"),
            models.UniqueConstraint(
                Lower("email"), "organisation", condition=WAITING & Q(role=""), name="one_waiting_invitation_per_team"
            ),
            models.UniqueConstraint(
                Lower("email"), "role", condition=WAITING & ~Q(role=""), name="one_waiting_invitation_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.what}"

    @property
    def what(self) -> str:
        """What the person is asked to be."""
        return Role(self.role).label if self.role else Place(self.place).label
