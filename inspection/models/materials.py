"""Materials of inspections, version by version, and what was learnt from using them (G.8)."""

import uuid

from django.db import models
from django.db.models import Q

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import Link

from ..choices.materials import CommentSays, Disposition, MaterialsStatus, RefinementOutcome
from .assessments import Assessment
from .who import who, writer


class MaterialsVersion(models.Model):
    """Prompts, templates, feedback questions, report and chapters under one number: 0.1, 0.2 … 1.0 (R-415).

    `series` is the slug of the framework they go with. Of a series one version is in use. What is no draft any more
    keeps every word, by a trigger. `made_by` is nobody when it came with the portal.
    """

    series = models.SlugField(max_length=40)
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=MaterialsStatus, default=MaterialsStatus.DRAFT)
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = who()
    comments_until = models.DateField(null=True)
    used_from = models.DateTimeField(null=True)

    class Meta:
        ordering = ["series", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint("series", "major", "minor", name="one_materials_of_a_number"),
            models.UniqueConstraint(
                "series", condition=Q(status=MaterialsStatus.IN_USE), name="one_materials_in_use_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status=MaterialsStatus.DRAFT, used_from=None)
                | ~Q(status=MaterialsStatus.DRAFT) & Q(used_from__isnull=False),
                name="materials_are_used_from_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Materials {self.number}"

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def is_draft(self) -> bool:
        return self.status == MaterialsStatus.DRAFT


class MaterialsUse(models.Model):
    """Which version an assessment was begun with, and, of a trial, what was learnt from it (R-416).

    In a trial round the record is owed from the first day: while one of a series is open no other trial inspection of
    it begins, by a constraint. A closed record stays as it is, by a trigger.
    """

    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, primary_key=True, related_name="materials_use"
    )
    version = models.ForeignKey(MaterialsVersion, on_delete=models.PROTECT, related_name="uses")
    series = models.SlugField(max_length=40)
    is_trial = models.BooleanField()
    locked_at = models.DateTimeField()
    what_worked = models.TextField(blank=True)
    what_did_not = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    accepted = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=RefinementOutcome, blank=True)
    because = models.TextField(blank=True)
    next_version = models.ForeignKey(MaterialsVersion, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = who()

    class Meta:
        ordering = ["-locked_at", "pk"]
        constraints = [
            both_or_neither("closed_at", "closed_by", name="refinement_closed_at_and_by"),
            models.UniqueConstraint(
                "series", condition=Q(is_trial=True, closed_at=None), name="one_trial_inspection_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="", next_version=None)
                | Q(closed_at__isnull=False, outcome=RefinementOutcome.NEW_VERSION, next_version__isnull=False)
                | Q(closed_at__isnull=False, outcome=RefinementOutcome.NO_CHANGE, next_version=None) & ~Q(because=""),
                name="a_refinement_ends_with_a_version_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(what_worked="") & ~Q(what_did_not=""),
                name="a_refinement_says_what_worked_and_what_did_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} in {self.assessment_id}"


class MaterialsComment(models.Model):
    """What an organisation that was asked says of a draft, and what becomes of it (R-417). Nobody needs an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(MaterialsVersion, on_delete=models.PROTECT, related_name="comments")
    organisation_name = models.CharField(max_length=200)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = writer()
    says = models.CharField(max_length=20, choices=CommentSays, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    disposition = models.CharField(max_length=12, choices=Disposition, blank=True)
    reply = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = who()

    class Meta:
        ordering = ["version", "organisation_name", "pk"]
        constraints = [
            both_or_neither("settled_at", "settled_by", name="comment_settled_at_and_by"),
            models.CheckConstraint(
                condition=Q(answered_at=None, says="") | Q(answered_at__isnull=False) & ~Q(says=""),
                name="an_answered_comment_says_something",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, disposition="", reply="")
                | Q(settled_at__isnull=False, answered_at__isnull=False) & ~Q(disposition="") & ~Q(reply=""),
                name="a_comment_is_settled_with_a_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_name} on {self.version_id}"
