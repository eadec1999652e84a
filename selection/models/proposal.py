"""Cut-off, proposed set, the committee's word on it, and the promotion of a reserve."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither

from ..choices import CommitteeDecision
from .application import Application
from .selection import Selection


class CutOff(models.Model):
    """The total from which applications are eligible, with its reason; every change is a new row (R-174)."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="cut_offs")
    value = models.PositiveSmallIntegerField()
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["selection"], condition=models.Q(replaced_at=None), name="one_cut_off_in_force"
            ),
            models.CheckConstraint(condition=models.Q(value__range=(5, 20)), name="cut_off_is_5_to_20"),
        ]

    def __str__(self) -> str:
        return str(self.value)


class Proposal(models.Model):
    """The set the panel proposes, as it stood, prepared by one person, confirmed by another, decided by two more.

    `snapshot` holds names, totals, consensus, cut-off, draws, conflicts and stale history as sent (R-185).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="proposals")
    attempt = models.PositiveSmallIntegerField(default=1)
    snapshot = models.JSONField()
    exception = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=CommitteeDecision, blank=True)
    decision_reason = models.TextField(blank=True)
    modifications = models.JSONField(default=list, blank=True)
    accepts_below_minimum = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField(null=True, blank=True)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "attempt"], name="one_proposal_per_attempt"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("prepared_by")),
                name="a_proposal_needs_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(seconded_by=None) | ~models.Q(seconded_by=models.F("decided_by")),
                name="a_decision_needs_two_people",
            ),
            both_or_neither("confirmed_at", "confirmed_by", name="proposal_confirmed_at_and_by"),
            both_or_neither("decided_at", "decided_by", name="proposal_decided_at_and_by"),
            both_or_neither("seconded_at", "seconded_by", name="proposal_seconded_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.attempt} for {self.selection.round}"


class Promotion(models.Model):
    """A reserve asked to take the place of a selected provider that withdrew (R-177)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="promotion")
    in_place_of = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_approved = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("offered_by")),
                name="a_promotion_needs_two_people",
            ),
            both_or_neither("decided_at", "decided_by", name="promotion_decided_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Promotion of {self.application}"
