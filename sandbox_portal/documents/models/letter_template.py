"""The words of a letter, as data."""

import uuid

from django.db import models
from django.db.models.functions import Now


class LetterTemplate(models.Model):
    """One version of one letter. Once a document was made from it a trigger refuses every change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, default="letter")
    subject = models.CharField(max_length=150)
    summary = models.CharField(max_length=250)
    body = models.TextField(help_text="Markdown. {{field}} is replaced; nothing else is.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint("code", "version", name="one_letter_per_code_and_version")]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"
