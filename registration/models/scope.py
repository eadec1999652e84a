"""The questions about registering as they were asked, what organisations saved, and how often each outcome came."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.people.models import Organisation


class ScopeTree(models.Model):
    """One version of the questions, as content/scope/ had it. It never changes (R-204)."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint("code", "version", name="one_scope_tree_per_version")]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


class ScopeRun(models.Model):
    """What an organisation answered on a day, by one version of the questions. It never changes (R-206).

    `services` holds for each service its answers, outcome, indicators and doubts. `key` makes a second click the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="scope_runs")
    tree = models.ForeignKey(ScopeTree, on_delete=models.PROTECT, related_name="runs")
    name = models.CharField(max_length=120)
    services = models.JSONField()
    key = models.UUIDField(unique=True)
    saved_at = models.DateTimeField(db_default=Now())
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-saved_at"], name="scope_run_of_organisation")]

    def __str__(self) -> str:
        return self.name


class ScopeCount(models.Model):
    """How often an outcome came in a month, and nothing about anybody (R-208).

    The number is spread over a few slots, so that visitors who finish together do not wait for one another.
    """

    tree = models.ForeignKey(ScopeTree, on_delete=models.PROTECT, related_name="counts")
    outcome = models.CharField(max_length=40)
    month = models.DateField()
    slot = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("tree", "outcome", "month", "slot", name="one_scope_count_per_slot"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="a_scope_count_is_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.month}: {self.count}"
