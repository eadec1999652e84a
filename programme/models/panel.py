"""The panel of a round."""

import uuid

from django.conf import settings
from django.db import models

from ..choices import PanelGroup
from .round import Round


class PanelMember(models.Model):
    """A seat on the panel of one round. A seat without a user is "to be confirmed", the chair's too (R-160)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="panel_seats")
    position = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=30, choices=PanelGroup)
    is_chair = models.BooleanField(default=False)

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="one_seat_per_person_and_round"),
            models.UniqueConstraint(fields=["round", "position"], name="one_seat_per_position"),
            models.UniqueConstraint(fields=["round"], condition=models.Q(is_chair=True), name="one_chair_per_round"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else "To be confirmed"

    @property
    def is_confirmed(self) -> bool:
        return self.user_id is not None
