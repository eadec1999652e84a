"""The case: what every job with a provider is, whatever its kind."""

import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce, Least, Now

from sandbox_portal.people.models import Organisation

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
IS_OPEN = models.Q(closed_at=None)
WAITS_FOR_A_PERSON = models.Q(closed_at=None, owner=None, held_since=None)


class Case(models.Model):
    """A piece of work with a reference, a stage, an owner and a clock. A wing's noun has a one-to-one to it.

    What lists sort and filter by stands here, one column each. `usual_until` is the end of the usual time in this
    stage, `person_wanted_by` when somebody should have taken the case, `hold_until` when a hold must be looked at
    again, `trouble_since` when background work for it was given up (set by a trigger). The earliest of them and of
    `due_at` is `stuck_from`. Triggers keep `organisation_name` and `flags` as their own tables have them.
    """

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
    usual_until = models.DateTimeField(null=True, blank=True)
    person_wanted_by = models.DateTimeField(null=True, blank=True)
    held_since = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    held_for = models.DurationField(default=timedelta, db_default=timedelta())  # in this stage, holds that have ended
    trouble_since = models.DateTimeField(null=True, blank=True)
    flags = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    organisation_name = models.CharField(max_length=200, blank=True, db_default="", editable=False)
    stuck_from = models.GeneratedField(
        expression=Least("usual_until", "person_wanted_by", "due_at", "hold_until", "trouble_since"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    due_order = models.GeneratedField(
        expression=Coalesce("due_at", models.Value(NEVER)), output_field=models.DateTimeField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=SearchVector("reference", "title", "organisation_name", config="simple"),
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
            models.Index("stage_since", "id", name="case_by_age_ended_too"),
            models.Index("due_order", "id", name="case_by_due", condition=IS_OPEN),
            models.Index("due_order", "id", name="case_by_due_ended_too"),
            models.Index("stuck_from", "id", name="case_by_stuck", condition=IS_OPEN),
            models.Index("owner", "stage_since", "id", name="case_by_owner", condition=IS_OPEN),
            models.Index("owner_role", "stage_since", "id", name="case_waiting", condition=WAITS_FOR_A_PERSON),
            models.Index("kind", "stage_since", "id", name="case_by_kind_and_age", condition=IS_OPEN),
            models.Index("organisation", "stage_since", "id", name="case_by_organisation_and_age"),
            models.Index("held_since", "id", name="case_held", condition=models.Q(held_since__isnull=False)),
            GinIndex("flags", name="case_by_flags"),
            GinIndex(OpClass("organisation_name", name="gin_trgm_ops"), name="case_by_similar_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(held_since=None, hold_until=None)
                | models.Q(held_since__isnull=False, hold_until__isnull=False),
                name="a_held_case_says_until_when",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(held_since=None), name="an_ended_case_is_not_held"
            ),
            models.CheckConstraint(condition=~models.Q(stage="") & ~models.Q(owner_role=""), name="case_has_an_owner"),
        ]

    def __str__(self) -> str:
        return self.reference or self.title
