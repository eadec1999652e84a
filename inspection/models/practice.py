"""Good practice that a partner of the sector shares by a link of their own (R-423)."""

import uuid

from django.db import models
from django.db.models import Q

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import Link

from ..choices.practice import PracticeState
from .assessments import Assessment
from .evidence import EvidenceItem
from .improvement import GoodPractice
from .who import who, writer


class SharedPractice(models.Model):
    """What one partner was asked and says. It is nothing but their words until the team takes it over.

    Taken over it is a piece of evidence, or good practice in the plan that followed, and once only. What was said
    stays (a trigger).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="shared_practice")
    partner = models.CharField(max_length=200)
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = writer()
    words = models.TextField(blank=True)
    known_by = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    item = models.OneToOneField(EvidenceItem, on_delete=models.PROTECT, null=True, related_name="shared_practice")
    practice = models.OneToOneField(GoodPractice, on_delete=models.PROTECT, null=True, related_name="shared_practice")
    aside_because = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = who()

    class Meta:
        ordering = ["assessment", "-asked_at", "pk"]
        constraints = [
            both_or_neither("settled_at", "settled_by", name="shared_practice_settled_at_and_by"),
            models.CheckConstraint(
                condition=Q(answered_at=None, words="") | Q(answered_at__isnull=False, declined_at=None) & ~Q(words=""),
                name="shared_practice_has_words",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, item=None, practice=None, aside_because="")
                | Q(settled_at__isnull=False, answered_at__isnull=False)
                & (
                    Q(item__isnull=False, practice=None, aside_because="")
                    | Q(item=None, practice__isnull=False, aside_because="")
                    | Q(item=None, practice=None) & ~Q(aside_because="")
                ),
                name="shared_practice_becomes_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"Good practice of {self.partner}"

    @property
    def state(self) -> PracticeState:
        if self.settled_at is not None:
            return PracticeState.ASIDE if self.aside_because else PracticeState.TAKEN
        if self.answered_at is not None:
            return PracticeState.ANSWERED
        return PracticeState.DECLINED if self.declined_at is not None else PracticeState.ASKED
