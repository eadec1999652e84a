"""How much work the form was, section by section, as those who filled it in say (R-256)."""

from django.db import models

from .application import RegistrationApplication
from .people import somebody

MOST_MINUTES = 6000  # a hundred hours for one section: more is a slip of the finger


class BurdenRating(models.Model):
    """What an applicant says of one section after sending: minutes, whether it fitted, and own words."""

    application = models.ForeignKey(RegistrationApplication, on_delete=models.PROTECT, related_name="burden_ratings")
    section_key = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    was_relevant = models.BooleanField()
    comment = models.TextField(blank=True)
    rated_at = models.DateTimeField()
    rated_by = somebody()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint("application", "section_key", name="one_burden_rating_per_section"),
            models.CheckConstraint(condition=models.Q(minutes__lte=MOST_MINUTES), name="minutes_of_a_section_are_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.section_key}: {self.minutes} minutes"
