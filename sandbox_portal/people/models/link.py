"""One-time links: somebody without an account answers one form, once."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ..choices import LinkEnd
from ..constraints import both_or_neither
from .people import User


class Link(models.Model):
    """A capability for one form by one person (R-003). Only the hash of its secret is kept (B06).

    `purpose` names the form, as a wing has registered it, and `subject` the thing it is about. `issue` counts the times
    its sender sent it anew: each makes a new secret, and the one before opens nothing any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.SlugField(max_length=60, db_index=False)
    subject = models.UUIDField()
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    issue = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    opened_count = models.PositiveIntegerField(default=0)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index("purpose", "subject", name="link_by_subject")]
        constraints = [
            both_or_neither("revoked_at", "revoked_by", name="a_link_is_revoked_by_somebody"),
            models.CheckConstraint(
                condition=Q(opened_count=0, first_opened_at=None)
                | Q(opened_count__gt=0, first_opened_at__isnull=False),
                name="a_link_counts_its_openings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.name}"


class LinkUse(models.Model):
    """How a link came to its end by its holder. One row a link, whatever is sent at once (B10)."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="use")
    end = models.CharField(max_length=20, choices=LinkEnd)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.link}: {self.get_end_display()}"
