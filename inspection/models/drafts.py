"""What somebody who works on a case has typed and not sent yet."""

from django.conf import settings
from django.db import models

from sandbox_portal.casework.models import Case


class TypedDraft(models.Model):
    """One page of one person, as it stands; nobody else reads it. `version` grows with each save (R-371).

    `written_from` names the open page that saved it by itself. Once it is sent, its words go and `sent_at` stays a day:
    what the same open page had still on its way comes too late.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=80)
    typed = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    written_from = models.CharField(max_length=36, blank=True, default="", db_default="")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("case", "person", "page", name="one_draft_of_a_page")]

    def __str__(self) -> str:
        return f"{self.page} of {self.person_id}"
