"""The record of accounts, teams and roles: append-only, each entry sealed by the hash of the one before (R-013)."""

from django.db import models
from django.db.models.functions import Now

from ..choices import PersonVerb
from .people import Organisation, User


class PersonEvent(models.Model):
    """Something that happened to an account, a team, a role or an invitation.

    A chain belongs to one organisation, one person or one invitation. A database trigger numbers and seals each
    event and refuses any change afterwards; `recorded_at` is the database's own.
    """

    chain = models.UUIDField()
    sequence = models.PositiveIntegerField(db_default=0)
    verb = models.CharField(max_length=40, choices=PersonVerb)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="history")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="history")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, db_default="")
    hash = models.CharField(max_length=64, db_default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint("chain", "sequence", name="one_person_event_per_number")]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}: {self.verb}"
