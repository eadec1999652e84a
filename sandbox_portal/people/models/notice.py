"""What a person was told, kept where they can read it again (R-804)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .people import User


class Notice(models.Model):
    """One thing a person was told by mail: its subject and the page of ours it names.

    `key` names what it came from, so that the same mail makes one notice, however often it is sent.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    address = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_by_user"),
            models.Index("user", name="notice_unread", condition=Q(read_at=None)),
        ]
        constraints = [models.UniqueConstraint("user", "key", name="one_notice_per_mail")]

    def __str__(self) -> str:
        return self.title
