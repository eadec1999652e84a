"""Who was given which case, by whom and why."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither

from .case import Case


class Batch(models.Model):
    """Cases given to one person in one go, so that it can be undone in one go (R32)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-given_at"]
        verbose_name_plural = "batches"
        constraints = [both_or_neither("undone_at", "undone_by", name="batch_undone_by_somebody")]

    def __str__(self) -> str:
        return f"Cases given to {self.given_to} on {self.given_at:%d %B %Y}"


class Assignment(models.Model):
    """One change of the person who has a case; from or to nobody means the queue. Rows are only ever added."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    queue = models.CharField(max_length=40)
    from_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    to_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="assignments")

    class Meta:
        ordering = ["-assigned_at", "-pk"]
        indexes = [models.Index(fields=["case", "-assigned_at"], name="assignment_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_person_id} to {self.to_person_id}"
