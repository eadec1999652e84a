"""A service: what an organisation offers, in one place in the register."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Now, Upper

from sandbox_portal.people.models import Organisation


class Service(models.Model):
    """One kind of care an organisation offers. The public reads of it only while it is listed.

    `organisation_name` is a copy that triggers keep, so that a search reads one table. `kind` is a code of
    content/service_kinds.yaml.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    organisation_name = models.CharField(max_length=200, editable=False, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    is_listed = models.BooleanField(default=False)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("name", "organisation_name", "town", "postcode", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            GinIndex("words", name="service_by_words"),
            models.Index("name", "id", name="listed_service_by_name", condition=models.Q(is_listed=True)),
            models.Index("kind", "name", "id", name="listed_service_by_kind", condition=models.Q(is_listed=True)),
            models.Index("name", "id", name="service_by_name"),
            models.Index(OpClass("postcode", "varchar_pattern_ops"), name="service_by_postcode"),
            # Tells PostgreSQL too how common a town is: of many services the first by name are met soon, few are found.
            models.Index(OpClass(Upper("town"), "text_pattern_ops"), name="service_by_town"),
        ]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "kind",
                "name",
                condition=models.Q(closed_at=None),
                name="one_open_service_of_a_kind_and_name",
            )
        ]

    def __str__(self) -> str:
        return self.name
