"""Spreadsheets by which a section was filled in."""

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither

from .answers import Response


class SheetUpload(models.Model):
    """What a sound file would change, until somebody says yes. The same file of a section is there once.

    `answers` are raw answers by question; `versions` those that were stored when the file was read, so that what a
    colleague has changed since is a conflict and is not overwritten. The file itself is not kept.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="sheets")
    section_key = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    answers = models.JSONField()
    versions = models.JSONField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("response", "section_key", "sha256", name="one_upload_per_file_and_section"),
            both_or_neither("applied_at", "applied_by", name="sheet_applied_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.section_key}"
