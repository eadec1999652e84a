"""Giving somebody who lost their second step a new start: one administrator asks, another one does it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ..constraints import both_or_neither
from .people import User


class SecondStepReset(models.Model):
    """The request to take a lost second step off an account. Two people, and neither of them its holder."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="second_step_resets")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(db_default=Now())
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("confirmed_at", "confirmed_by", name="a_reset_is_confirmed_by_somebody"),
            both_or_neither("dropped_at", "dropped_by", name="a_reset_is_dropped_by_somebody"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(dropped_at=None), name="a_reset_is_not_confirmed_and_dropped"
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")) & (Q(confirmed_by=None) | ~Q(confirmed_by=F("user"))),
                name="nobody_resets_their_own_second_step",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="a_reset_takes_two_people"
            ),
            models.UniqueConstraint(
                "user", condition=Q(confirmed_at=None, dropped_at=None), name="one_waiting_reset_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"
