"""Nouns of operations."""

import uuid

from django.db import models
from django.db.models.functions import Now

from .choices import ActedAs, Operation, TroubleKind


class Trouble(models.Model):
    """Something wrong with the running portal, as long as it lasts: one open row for each thing, told once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=TroubleKind)
    about = models.CharField(max_length=200)
    sentence = models.TextField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind", "about", condition=models.Q(ended_at=None), name="one_open_trouble_for_each"
            )
        ]
        indexes = [models.Index(fields=["-first_seen_at"], name="trouble_newest_first")]

    def __str__(self) -> str:
        return self.sentence


class RowChange(models.Model):
    """One change of one row of a sensitive table, written by a trigger of the database; never changed afterwards (F04).

    An update keeps only the columns that differ. No foreign keys: the history outlives what it tells of.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    operation = models.CharField(max_length=10, choices=Operation)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    case_id = models.UUIDField(null=True, blank=True)
    by_id = models.UUIDField(null=True, blank=True)
    acted_as = models.CharField(max_length=20, choices=ActedAs)
    reference = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    transaction_id = models.BigIntegerField()
    database_user = models.CharField(max_length=63)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-id"], name="row_change_of_case"),
            models.Index(fields=["table_name", "row_id", "-id"], name="row_change_of_row"),
            models.Index(fields=["by_id", "-id"], name="row_change_of_person"),
        ]
