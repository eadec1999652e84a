"""Bundles: what was put into the ZIP of a whole case, or of everything of an organisation."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation

from .job import Job


class Bundle(models.Model):
    """What one try of a job packed for one person, and what was left out and why. It never changes.

    The file itself is the job's, kept for a time. `contents` are the keys of all that is in it: at the download each of
    them is asked about again (A13).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="bundles")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="bundles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    contents = models.JSONField()
    withheld = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case=None, organisation__isnull=False)
                | models.Q(case__isnull=False, organisation=None),
                name="a_bundle_is_of_a_case_or_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.made_at:%Y-%m-%d}"
