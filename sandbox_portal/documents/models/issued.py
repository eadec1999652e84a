"""What the regulator issued, exactly as it went out."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.models import Case

from ..choices import Audience, DocumentKind
from .letter_template import LetterTemplate


class IssuedDocument(models.Model):
    """A letter, receipt, record or report with its number. A trigger refuses every change but the one release.

    `request_key` names the request that asked for it, so that work done twice makes one document.
    A correction is a new row that `replaces` the old one and says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request_key = models.CharField(max_length=200, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    code = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=200)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    correction_note = models.CharField(max_length=300, blank=True)
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    layout = models.CharField(max_length=100, help_text="The template the PDF was laid out with.")
    data = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    stored_name = models.CharField(max_length=120)
    audience = models.CharField(max_length=20, choices=Audience)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-issued_at", "number"]
        indexes = [
            models.Index("case", "code", "version", name="document_by_case_and_code"),
            models.Index("sha256", name="document_by_sha256"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version=1, replaces=None, correction_note="")
                | (models.Q(version__gt=1, replaces__isnull=False) & ~models.Q(correction_note="")),
                name="a_correction_says_what_and_why",
            ),
            models.CheckConstraint(  # the clock releases too, so there may be a moment without a person
                condition=models.Q(released_by=None) | models.Q(released_at__isnull=False),
                name="document_released_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Withdrawal(models.Model):
    """Says that a document we issued no longer holds, and why; the document itself stays as it was."""

    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    reason = models.CharField(max_length=300)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.document} withdrawn"
