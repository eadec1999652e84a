"""What was typed for an organisation, put before somebody there by a one-time link, and what they say of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import Link

from ..choices import TypedSays
from .answers import Response


class TypedCheck(models.Model):
    """One time somebody of an organisation was asked whether what we typed for it is right (R35, R-003).

    Its answers are those of the day it was asked. It comes to one end: answered, declined or taken back. A trigger lets
    nothing else of it change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="typed_checks")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "response",
                condition=Q(answered_at=None, declined_at=None, taken_back_at=None),
                name="one_waiting_typed_check_per_response",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, declined_at=None)
                | Q(answered_at=None, taken_back_at=None)
                | Q(declined_at=None, taken_back_at=None),
                name="a_typed_check_ends_one_way",
            ),
            both_or_neither("taken_back_at", "taken_back_by", name="typed_check_taken_back_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.link.name} on what was typed"

    @property
    def is_waiting(self) -> bool:
        return not (self.answered_at or self.declined_at or self.taken_back_at)


class TypedAnswer(models.Model):
    """One answer as it was typed on the day of asking, and what its organisation says of it, once and for good."""

    check_of = models.ForeignKey(TypedCheck, on_delete=models.PROTECT, related_name="answers")
    place = models.PositiveSmallIntegerField()
    section_key = models.CharField(max_length=60)
    question_key = models.CharField(max_length=60)
    raw = models.JSONField()
    says = models.CharField(max_length=10, choices=TypedSays, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["check_of", "place"]
        constraints = [
            models.UniqueConstraint("check_of", "question_key", name="one_typed_answer_per_question"),
            models.CheckConstraint(
                condition=~Q(says=TypedSays.WRONG) | ~Q(words=""), name="what_is_wrong_is_said_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.get_says_display() or 'no word yet'}"
