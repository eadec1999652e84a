"""The one score the panel agrees on for each criterion."""

import uuid

from django.conf import settings
from django.db import models

from .application import Application


class Consensus(models.Model):
    """The panel's agreed score, with the members' spread at that moment (R-163). A re-score is a new row.

    `settled` lists references of the comparison set that have gone since and were taken into account (R-172).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="consensus")
    criterion = models.CharField(max_length=10)
    value = models.PositiveSmallIntegerField()
    reason = models.TextField()
    moderation_note = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    counted = models.PositiveSmallIntegerField()
    lower_median = models.PositiveSmallIntegerField(null=True)
    mean = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    lowest = models.PositiveSmallIntegerField(null=True)
    highest = models.PositiveSmallIntegerField(null=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    settled = models.JSONField(default=list, blank=True)
    rescored_for_cut_off = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"],
                condition=models.Q(replaced_at=None),
                name="one_current_consensus_per_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.criterion} = {self.value}"


class ComparisonMember(models.Model):
    """An application a 3a score was compared with (R-169); stored with the score."""

    consensus = models.ForeignKey(Consensus, on_delete=models.CASCADE, related_name="comparison_set")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consensus", "application"], name="compared_once")]
