"""Holds: a case waits for a reason, and its clocks stand still."""

from django.conf import settings
from django.db import models

from .case import Case


class Hold(models.Model):
    """A time in which a case stands still. `reason` is a code of content/holds.yaml.

    `told` is what the provider reads on its page, `staff_reason` is for colleagues alone. `until` is when somebody must
    look again, not an end by itself. `ended_by` is empty when a step of the clock ended it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=40)
    told = models.CharField(max_length=500)
    staff_reason = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint("case", condition=models.Q(ended_on=None), name="one_hold_at_a_time"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="hold_ends_after_it_begins"),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("since")),
                name="hold_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=False) | models.Q(ended_by=None),
                name="only_an_ended_hold_has_an_ender",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} on hold since {self.since:%d %B %Y}"
