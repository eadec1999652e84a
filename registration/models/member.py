"""A member of an umbrella body: a carer, a team or a micro-provider that it stands behind (R9)."""

import uuid

from django.db import models
from django.db.models.functions import Lower

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import Link, Organisation

from ..choices import Checked, Insured, MemberKind, MemberSays
from .people import nobody_yet, somebody


class Member(models.Model):
    """What the body writes of a member, and what the member alone says to it by link.

    The body and staff read what the member says; no other member ever does. A member that was taken out stays, so that
    what was said and when can still be shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="body_members")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    kind = models.CharField(max_length=10, choices=MemberKind)
    town = models.CharField(max_length=100)
    postcode = models.CharField(max_length=8, blank=True)
    people_supported = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = somebody()
    link = models.OneToOneField(Link, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=12, choices=MemberSays, blank=True)
    words = models.TextField(blank=True)
    checked = models.CharField(max_length=12, choices=Checked, blank=True)
    insured = models.CharField(max_length=12, choices=Insured, blank=True)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = nobody_yet()

    class Meta:
        indexes = [models.Index("organisation", "name", "id", name="member_by_name")]
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("email"), condition=models.Q(taken_out_at=None), name="one_member_per_email"
            ),
            both_or_neither("taken_out_at", "taken_out_by", name="member_taken_out_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, says="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(says="")),
                name="a_member_answers_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(declined_at=None), name="a_member_ends_one_way"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_spoken(self) -> bool:
        """True once the member has answered, or has said that they cannot."""
        return self.answered_at is not None or self.declined_at is not None
