"""The words of a letter, as data."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.constraints import both_or_neither


class LetterTemplate(models.Model):
    """One version of one letter. Once a document was made from it, or people published it, a trigger refuses change.

    `paragraphs` holds the shared paragraphs its body names, as they were then: a letter reads for ever as it was sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, default="letter")
    subject = models.CharField(max_length=150)
    summary = models.CharField(max_length=250)
    body = models.TextField(help_text="Markdown. {{field}} is replaced; nothing else is.")
    paragraphs = models.JSONField(default=dict, blank=True)
    used_when = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint("code", "version", name="one_letter_per_code_and_version"),
            both_or_neither("published_at", "published_by", name="letter_published_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


class LetterDraft(models.Model):
    """New words for a letter, written by one person and published by another; then it stays as it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    based_on = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="drafts")
    subject = models.CharField(max_length=150)
    summary = models.CharField(max_length=250)
    body = models.TextField()
    change_note = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with every save; what was read is what is published."
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    became = models.OneToOneField(
        LetterTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="came_from"
    )

    class Meta:
        ordering = ["-written_at", "pk"]
        constraints = [
            both_or_neither("closed_at", "closed_by", name="letter_draft_closed_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(became=None) | models.Q(closed_at__isnull=False), name="a_published_draft_is_closed"
            ),
            models.CheckConstraint(
                condition=models.Q(became=None) | ~models.Q(closed_by=models.F("written_by")),
                name="a_second_person_publishes",
            ),
            models.UniqueConstraint("based_on", condition=models.Q(closed_at=None), name="one_open_draft_per_letter"),
        ]

    def __str__(self) -> str:
        return f"New words for {self.based_on.code}"
