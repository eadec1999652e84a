"""The record of a visit as it is written, field by field, and what of it a tablet proved (E03, E04)."""

from django.db import models

from ..choices.offline import Standing
from .offline import Captured
from .visits import AssessmentVisit
from .who import writer


class RecordEntry(models.Model):
    """What somebody wrote in one field of the record of a visit, at one time. Triggers let no word of it change or go.

    One entry of a field stands. The one before it stays as an earlier one; what came from a tablet while somebody else
    had written there is kept beside it, until a person has chosen.
    """

    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, related_name="record")
    field = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    standing = models.CharField(max_length=10, choices=Standing)
    written_at = models.DateTimeField()
    written_by = writer()

    class Meta:
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(
                "visit", "field", condition=models.Q(standing=Standing.STANDS), name="one_text_stands_in_a_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.visit_id}"


class CapturedEntry(Captured):
    """The proof of one entry that was written on a tablet."""

    entry = models.OneToOneField(RecordEntry, on_delete=models.PROTECT, related_name="captured")

    def __str__(self) -> str:
        return f"{self.entry}, {self.fingerprint[:12]}"
