"""What people send us: the bytes once, and where they are attached."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.models import Case

from ..choices import APART, ExpiryKind, ScanState


class EvidenceFile(models.Model):
    """The checked bytes of a file, stored once under their SHA-256. A trigger lets only the scan state change.

    The bytes of a file with a virus go after a time; its row and its SHA-256 stay, so that it cannot be sent again.
    Those of a file that was removed go too where its wing says so. A trigger keeps them while it stands anywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    stored_name = models.CharField(max_length=120, unique=True)
    scan_state = models.CharField(max_length=20, choices=ScanState)
    scan_attempts = models.PositiveSmallIntegerField(default=0, help_text="Times the scanner gave no clear answer.")
    scanned_at = models.DateTimeField(null=True, blank=True)
    bytes_removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:12]}"


class Attachment(models.Model):
    """A file put to a case, and to one of its questions when `question_key` is not empty.

    A newer version is a row of its own that `replaces` this one, which then carries the moment it was replaced: it
    stays readable, and no longer counts as what stands at the question.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    question_key = models.CharField(max_length=100, blank=True)
    evidence_file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="attachments")
    shown_name = models.CharField(max_length=120)
    description = models.CharField(max_length=300, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    expiry_kind = models.CharField(max_length=10, choices=ExpiryKind, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["uploaded_at", "shown_name", "pk"]
        indexes = [
            models.Index("case", "question_key", name="attachment_by_question"),
            models.Index("case", "expires_on", name="attachment_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                "case",
                "question_key",
                "evidence_file",
                condition=models.Q(removed_at=None, replaced_at=None),
                name="a_file_once_per_question",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on=None, expiry_kind="")
                | (models.Q(expires_on__isnull=False) & ~models.Q(expiry_kind="")),
                name="an_expiry_says_what_happens_then",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def facts(self) -> dict[str, str]:
        """What the timeline keeps of a file: never its name, which may be somebody's."""
        return {"attachment": str(self.pk), "question": self.question_key, "sha256": self.evidence_file.sha256}

    @property
    def is_apart(self) -> bool:
        """Kept apart by a wing, which says itself who adds and who sees it."""
        return self.question_key.startswith(APART)
