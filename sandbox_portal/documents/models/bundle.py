"""Bundles: a whole case, or everything of an organisation, as one ZIP file that is kept for some days."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation

from .job import Job


class Bundle(models.Model):
    """A ZIP that was made for one person. `contents` are the keys of what is in it, asked about again at download.

    It goes when `expires_at` has passed; the row stays and says what was in it and what was left out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="bundle")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="bundles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    contents = models.JSONField()
    withheld = models.JSONField(default=list)
    shown_name = models.CharField(max_length=120)
    stored_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "pk"]
        indexes = [
            models.Index("expires_at", name="bundle_to_remove", condition=models.Q(removed_at=None)),
            models.Index(fields=["asked_by", "-made_at"], name="bundle_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case=None, organisation__isnull=False)
                | models.Q(case__isnull=False, organisation=None),
                name="a_bundle_is_of_a_case_or_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name
