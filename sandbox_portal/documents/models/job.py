"""Long work with a page of its own."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.models import Case

from ..choices import JobState
from .issued import IssuedDocument


class Job(models.Model):
    """Work somebody asked for: how far it is, what came of it, or why not. `attempt` counts the tries.

    What came of it is an issued document, or a file for this person alone (`file_…`) that is kept for a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1)
    done_of = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    result = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True, help_text="Where the file is stored.")
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_media_type = models.CharField(max_length=100, blank=True)
    file_shown_name = models.CharField(max_length=120, blank=True)
    result_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["asked_by", "-created_at"], name="job_by_person"),
            models.Index(fields=["-finished_at"], name="job_failed", condition=models.Q(state=JobState.FAILED)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(done_of__lte=models.F("total")), name="job_not_more_than_all"),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.FAILED) | ~models.Q(reason=""), name="a_failed_job_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(file_name="", file_sha256="")
                | (~models.Q(file_name="") & ~models.Q(file_sha256="") & models.Q(result_until__isnull=False)),
                name="a_file_of_a_job_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title
