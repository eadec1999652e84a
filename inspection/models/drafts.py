"""What somebody of the team has typed and not sent yet."""

from django.conf import settings
from django.db import models

from .assessments import Assessment


class TypedDraft(models.Model):
    """One page of one person, as it stands; nobody else reads it. `version` grows with each save (R-371)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=80)
    typed = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("assessment", "person", "page", name="one_draft_of_a_page")]

    def __str__(self) -> str:
        return f"{self.page} of {self.person_id}"
