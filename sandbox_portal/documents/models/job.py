"""Long work with a page of its own."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.models import Case

from ..choices import JobState
from .issued import IssuedDocument


class Job(models.Model):
    """Work somebody asked for: how far it is, what came of it, or why not. `attempt` counts the tries."""

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
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["asked_by", "-created_at"], name="job_by_person")]
        constraints = [
            models.CheckConstraint(condition=models.Q(done_of__lte=models.F("total")), name="job_not_more_than_all"),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.FAILED) | ~models.Q(reason=""), name="a_failed_job_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title
