"""A partner an applicant names is asked whether the words about them are right."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import Link

from ..choices import PartnerSays
from .application import Application


class Confirmation(models.Model):
    """One partner of an application, asked by link to confirm their own facts, in their own words (R-003).

    `partner` and `part` are what the applicant had written of them on the day, so that everybody reads what was
    confirmed. The panel reads the answer; whoever asked learns only that there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="confirmations")
    item = models.CharField(max_length=60)
    partner = models.CharField(max_length=200)
    part = models.TextField(blank=True)
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=20, choices=PartnerSays, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "application", "item", condition=Q(taken_back_at=None), name="one_confirmation_per_partner"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, says="") | (Q(answered_at__isnull=False) & ~Q(says="")),
                name="a_confirmation_is_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, declined_at=None)
                | Q(answered_at=None, taken_back_at=None)
                | Q(declined_at=None, taken_back_at=None),
                name="a_confirmation_ends_one_way",
            ),
            both_or_neither("taken_back_at", "taken_back_by", name="confirmation_taken_back_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_says_display() or 'no answer'}"
