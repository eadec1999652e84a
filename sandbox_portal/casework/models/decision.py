"""What was decided on a case, on which grounds, and the two people who answer for it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.choices import DecisionState, DecisionStep
from sandbox_portal.casework.constraints import both_or_neither

from .case import Case

OPEN = (DecisionState.DRAFT, DecisionState.WAITING)


class ReasonList(models.Model):
    """One version of the outcomes and reasons of one kind of decision, as content/reasons/ had it. It never changes."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint("code", "version", name="one_reason_list_per_version")]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


class Decision(models.Model):
    """A decision: drafted, signed by whoever wrote it, then signed by somebody else. Triggers hold it to that order.

    `case_stage` and `case_mark` are what the case was at the first signature: when it has changed, the signature is
    void. A decision signed twice, or void, never changes again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    reason_list = models.ForeignKey(ReasonList, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    outcome = models.CharField(max_length=40)
    reasons = models.JSONField(default=list)
    text = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_signed_at = models.DateTimeField(null=True)
    first_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    case_stage = models.CharField(max_length=40, blank=True)
    case_mark = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-drafted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "case", "reason_list", condition=models.Q(state__in=OPEN), name="one_open_decision_of_a_kind"
            ),
            both_or_neither("first_signed_at", "first_signed_by", name="decision_first_signed_at_and_by"),
            both_or_neither("signed_at", "signed_by", name="decision_signed_at_and_by"),
            models.CheckConstraint(
                condition=~models.Q(state=DecisionState.WAITING) | models.Q(first_signed_at__isnull=False),
                name="a_waiting_decision_is_signed_once",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=DecisionState.SIGNED, signed_at__isnull=False, first_signed_at__isnull=False))
                | (~models.Q(state=DecisionState.SIGNED) & models.Q(signed_at=None)),
                name="a_decision_is_signed_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None) | ~models.Q(signed_by=models.F("first_signed_by")),
                name="two_people_sign_a_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(state=DecisionState.VOID, voided_at__isnull=False) & ~models.Q(void_reason="")
                | ~models.Q(state=DecisionState.VOID) & models.Q(voided_at=None, void_reason=""),
                name="a_void_decision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason_list_id} {self.outcome} ({self.state})"


class DecisionEntry(models.Model):
    """One thing that was done to a decision, with its words as they were then. Rows are only ever added."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="entries")
    what = models.CharField(max_length=12, choices=DecisionStep)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["decision", "pk"]
        verbose_name_plural = "decision entries"

    def __str__(self) -> str:
        return f"{self.decision_id} {self.what}"
