"""The calendar of a round: phases, activities, key dates and pauses."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from ..choices import ActivityState, KeyDateKind
from .round import Round


class Phase(models.Model):
    """One of the ordered phases of a round, with its plan, what happened, and the gate at its end (R-110)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    planned_start = models.DateField()
    planned_end = models.DateField()
    actual_start = models.DateField(null=True, blank=True)
    actual_end = models.DateField(null=True, blank=True)
    gate = models.CharField(max_length=200, blank=True)
    gate_passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_phase_per_number"),
            models.CheckConstraint(
                condition=models.Q(planned_end__gte=models.F("planned_start")), name="phase_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(actual_end=None) | models.Q(actual_end__gte=models.F("actual_start")),
                name="phase_really_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(gate_passed_at=None) | ~models.Q(gate=""), name="only_a_gate_can_be_passed"
            ),
        ]

    def __str__(self) -> str:
        return f"Phase {self.number}: {self.name}"

    @property
    def is_in_hand(self) -> bool:
        """Has started and not ended."""
        return self.actual_start is not None and self.actual_end is None


class PhaseActivity(models.Model):
    """Something planned in a phase, with the person who looks after it; it can be ticked (R-116)."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=ActivityState, default=ActivityState.PLANNED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["phase", "position"]
        constraints = [models.UniqueConstraint(fields=["phase", "position"], name="one_activity_per_position")]

    def __str__(self) -> str:
        return self.text


class KeyDate(models.Model):
    """A date applicants must know; a mandatory one must be ticked to join (R-114).

    `is_all_day` says that only the day is fixed; `starts_at` is then the beginning of that day.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="key_dates")
    kind = models.CharField(max_length=10, choices=KeyDateKind)
    code = models.SlugField()
    name = models.CharField(max_length=150)
    starts_at = models.DateTimeField()
    is_all_day = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    is_mandatory = models.BooleanField(default=False)

    class Meta:
        ordering = ["round", "starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="one_key_date_per_code")]

    def __str__(self) -> str:
        return self.name


class Pause(models.Model):
    """A time in which the round stands still; pauses of one round never overlap (R-133).

    `days` begins with the day of the pause and ends before the day of resuming; it is open while the pause lasts.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pauses")
    days = DateRangeField()
    reason = models.TextField()
    what_stops = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round", "days"]
        constraints = [
            ExclusionConstraint(
                name="pauses_of_a_round_never_overlap",
                expressions=[("round", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"Pause of {self.round}"
