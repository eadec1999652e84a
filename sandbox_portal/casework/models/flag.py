"""Flags: a word on a case that everybody who works on it must see at once."""

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither

from .case import Case


class Flag(models.Model):
    """A flag raised on a case; lowered, it stays as history. `code` is one of content/flags.yaml.

    A trigger keeps the codes that are up in `Case.flags`, where lists read them.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="raised_flags")
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lowered_at = models.DateTimeField(null=True, blank=True)
    lowered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            both_or_neither("lowered_at", "lowered_by", name="flag_lowered_by_somebody"),
            models.UniqueConstraint(
                "case", "code", condition=models.Q(lowered_at=None), name="one_flag_of_a_code_on_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.case_id}"
