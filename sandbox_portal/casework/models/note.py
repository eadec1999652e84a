"""Staff notes: what colleagues tell each other about a case."""

from django.conf import settings
from django.db import models

from .case import Case


class StaffNote(models.Model):
    """A note that only staff read, never on a provider's page, in a letter or in an export to them.

    Rows are only ever added (a trigger refuses the rest): what was wrong is put right by a note that corrects it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="staff_notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by_note")

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["case", "-written_at"], name="staff_note_by_case")]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="a_note_says_something")]

    def __str__(self) -> str:
        return f"Note of {self.written_by} on {self.case_id}"
