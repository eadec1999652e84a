"""What must leave the house: rows written in the transaction that causes them."""

import uuid

from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.choices import OutboxKind


class OutboxEntry(models.Model):
    """A mail to send or a task to perform, exactly once for its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=OutboxKind)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())  # not before; a failed attempt moves it on
    published_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    held = models.BooleanField(default=False)
    last_error = models.TextField(blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                "due_at",
                name="outbox_waiting",
                condition=models.Q(finished_at=None, given_up_at=None, held=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} ({self.key})"
