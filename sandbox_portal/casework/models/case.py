"""The case: what every job with a provider is, whatever its kind."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.people.models import Organisation


class Case(models.Model):
    """A piece of work with a reference, a stage, an owner and a clock. A wing's noun has a one-to-one to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=40, null=True, blank=True, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="cases")
    title = models.CharField(max_length=250)
    stage = models.CharField(max_length=40)
    stage_since = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    owner_role = models.CharField(max_length=40)
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("reference", "title", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            GinIndex("words", name="case_by_words"),
            models.Index("stage_since", "id", name="case_by_age", condition=models.Q(closed_at=None)),
            models.Index(fields=["kind", "stage", "-stage_since", "id"], name="case_by_stage"),
            models.Index("organisation", "kind", name="case_by_organisation"),
            models.Index("owner_role", "stage_since", "id", name="case_by_owner_role"),
            models.Index("kind", "reference", name="case_by_reference"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(stage="") & ~models.Q(owner_role=""), name="case_has_an_owner")
        ]

    def __str__(self) -> str:
        return self.reference or self.title
