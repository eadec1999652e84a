"""Asking for more time on a deadline (R11)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..choices import MoreTimeState
from .case import Case
from .deadline import Deadline


class MoreTime(models.Model):
    """An organisation asks that one deadline be moved, and what it was told.

    `due_at` is the moment that stood when it asked, `granted_until` the one it was given. One question at a time, and
    a deadline is moved for it once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="more_time")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="more_time")
    due_at = models.DateTimeField()
    wanted_on = models.DateField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=MoreTimeState, default=MoreTimeState.WAITING)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    granted_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index("case", "asked_at", name="more_time_by_case")]
        constraints = [
            models.UniqueConstraint(
                "deadline", condition=Q(state=MoreTimeState.WAITING), name="one_question_for_more_time_at_once"
            ),
            models.UniqueConstraint(
                "deadline", condition=Q(state=MoreTimeState.GRANTED), name="a_deadline_is_given_more_time_once"
            ),
            models.CheckConstraint(
                condition=Q(state=MoreTimeState.GRANTED, granted_until__isnull=False)
                | (~Q(state=MoreTimeState.GRANTED) & Q(granted_until=None)),
                name="more_time_that_is_granted_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state=MoreTimeState.WAITING, answered_at=None, answered_by=None)
                | (~Q(state=MoreTimeState.WAITING) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="more_time_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MoreTimeState.GRANTED, MoreTimeState.REFUSED])
                | (~Q(answered_by=models.F("asked_by")) & ~Q(answer="")),
                name="more_time_is_answered_by_another_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"More time for {self.deadline}"
