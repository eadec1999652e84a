"""Evidence of an assessment: what there is, what each piece is used for, what is still looked for (R-370 to R-376)."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither

from ..choices.evidence import SAID, Confidentiality, Direction, EvidenceKind, Origin, Way
from .assessments import Assessment
from .visits import AssessmentVisit
from .who import who


class EvidenceItem(models.Model):
    """One thing seen, heard or read, in one category. Triggers let no word of it change and take no row away.

    A correction is another row of the same `number` with the next `version`; the row before it says when it was
    replaced, and stays readable with what it was used for. `seen_at` is when it was seen or heard, `written_at` when it
    was written down. What came in by itself, as its `origin` says, is never corrected; its key lets it come in once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, null=True, related_name="evidence")
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    category = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    way = models.CharField(max_length=10, choices=Way)
    text = models.TextField()
    source = models.CharField(max_length=300)
    period = models.CharField(max_length=100, blank=True)
    seen_at = models.DateTimeField()
    people = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    direction = models.CharField(max_length=10, choices=Direction)
    weight_note = models.CharField(max_length=500, blank=True)
    may_quote = models.BooleanField(default=False)
    confidentiality = models.CharField(max_length=10, choices=Confidentiality, default=Confidentiality.NORMAL)
    warned_of = models.JSONField(default=list, blank=True)
    corrected_because = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.WRITTEN)
    origin_key = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["assessment", "-number"]
        indexes = [
            models.Index(fields=["assessment", "-number"], name="evidence_now", condition=models.Q(replaced_at=None)),
        ]
        constraints = [
            models.UniqueConstraint("assessment", "number", "version", name="one_version_of_a_piece_of_evidence"),
            models.UniqueConstraint(
                "assessment", "number", condition=models.Q(replaced_at=None), name="one_version_of_evidence_holds"
            ),
            models.CheckConstraint(
                condition=~models.Q(way=Way.FEEDBACK) | models.Q(kind__in=sorted(SAID)),
                name="feedback_was_said_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, corrected_because="")
                | models.Q(version__gt=1) & ~models.Q(corrected_because=""),
                name="a_correction_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EvidenceKind.DATA) | ~models.Q(period=""), name="figures_say_of_which_time"
            ),
            models.CheckConstraint(
                condition=models.Q(origin=Origin.WRITTEN, origin_key="")
                | ~models.Q(origin=Origin.WRITTEN) & ~models.Q(origin_key="") & models.Q(version=1, replaced_at=None),
                name="what_came_in_by_itself_is_not_corrected",
            ),
            models.UniqueConstraint(
                "assessment",
                "origin",
                "origin_key",
                condition=~models.Q(origin=Origin.WRITTEN),
                name="what_came_in_by_itself_is_counted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.number}"


class EvidenceUse(models.Model):
    """One item used for one statement. However many statements it supports, it is one item. A use ends, never goes."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="uses")
    statement = models.CharField(max_length=80)
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = who()

    class Meta:
        ordering = ["item", "statement"]
        constraints = [
            models.UniqueConstraint(
                "item", "statement", condition=models.Q(ended_at=None), name="an_item_is_used_once_for_a_statement"
            ),
            both_or_neither("ended_at", "ended_by", name="evidence_use_ended_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.statement}"


class PlannedEvidence(models.Model):
    """What somebody means to look for before or on a visit: one category for one statement (R-373)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="planned_evidence")
    statement = models.CharField(max_length=80)
    category = models.CharField(max_length=40)
    what = models.CharField(max_length=500)
    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, null=True, related_name="planned_evidence")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    found = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_because = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = who()

    class Meta:
        ordering = ["assessment", "statement", "category", "pk"]
        constraints = [
            both_or_neither("ended_at", "ended_by", name="planned_evidence_ended_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, found=None, dropped_because="")
                | models.Q(ended_at__isnull=False, found__isnull=False, dropped_because="")
                | models.Q(ended_at__isnull=False, found=None) & ~models.Q(dropped_because=""),
                name="planned_evidence_is_found_or_dropped_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.what
