"""The public draw: frozen, committed to, given its public values, revealed, drawn once."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither

from ..choices import DrawPurpose
from .selection import Selection


class Draw(models.Model):
    """One ceremony: one key for every tied group of one purpose. A repeat is the next attempt; all stay public (R-181).

    `sealed_secret` is the chain's seed, sealed with the portal's key until the reveal. `method` names the profile.
    `operator` and `confirmer` say in what role people acted: the published record names roles, never people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="draws")
    purpose = models.CharField(max_length=10, choices=DrawPurpose)
    attempt = models.PositiveSmallIntegerField(default=1)
    method = models.CharField(max_length=20, default="REG-DRAW-1")
    sealed_secret = models.BinaryField(null=True)
    commitment = models.CharField(max_length=64)
    source_names = models.JSONField(default=list)
    uses_witnesses = models.BooleanField(default=False)
    not_before = models.DateTimeField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source_values = models.JSONField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    operator = models.CharField(max_length=60, default="Chair of the panel")
    confirmer = models.CharField(max_length=60, blank=True)
    reveal = models.CharField(max_length=64, blank=True)
    key = models.TextField(blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "purpose", "attempt"], name="one_draw_per_attempt"),
            models.UniqueConstraint(
                fields=["selection", "purpose"],
                condition=models.Q(voided_at=None),
                name="one_standing_draw_per_purpose",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("entered_by")),
                name="draw_values_need_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(drawn_at=None) | (~models.Q(key="") & ~models.Q(reveal="")),
                name="a_drawn_draw_shows_its_key",
            ),
            both_or_neither("entered_at", "entered_by", name="draw_entered_at_and_by"),
            both_or_neither("voided_at", "voided_by", name="draw_voided_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Draw of {self.selection.round}: {self.get_purpose_display()}"


class DrawGroup(models.Model):
    """One tied group inside a draw: its frozen pool, its places (0 orders reserves only) and the drawn order."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="groups")
    label = models.CharField(max_length=60)
    pool = models.JSONField()
    pool_hash = models.CharField(max_length=64)
    places = models.PositiveSmallIntegerField()
    order = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "label"], name="one_group_per_label")]

    def __str__(self) -> str:
        return self.label


class Witness(models.Model):
    """Somebody who commits to a value of their own before anyone reveals, where no public source can be had."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="witnesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=100)
    commitment = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    value = models.CharField(max_length=64, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "user"], name="one_value_per_witness")]

    def __str__(self) -> str:
        return f"{self.user}, {self.capacity}"
