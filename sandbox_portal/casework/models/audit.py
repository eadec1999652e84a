"""Anchors: what the ends of all chains were at a moment, told to somebody outside."""

from django.db import models


class AuditAnchor(models.Model):
    """The heads of every chain that grew since the anchor before; the digest seals them and that anchor's digest.

    A chain alone does not show that its newest events were cut off. The digest leaves the house by mail, so a cut
    tail, or a cut anchor, no longer agrees with what somebody outside holds.
    """

    number = models.PositiveIntegerField(unique=True)
    recorded_at = models.DateTimeField()
    events = models.PositiveBigIntegerField()
    heads = models.JSONField()  # [[case, sequence, hash], …] in the order of case
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"
