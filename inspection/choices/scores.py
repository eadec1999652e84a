"""The words of scoring: what limits a rating, and what a departure is about (R-384, R-389)."""

from django.db.models import TextChoices

# What a departure is about when it is about no single area; the same word as in `rulebook.given.OVERALL`.
THE_WHOLE = "overall"


class LimiterFact(TextChoices):
    """What somebody must note before it limits a rating; scores that limit are seen by themselves (R-384)."""

    BREACH = "BREACH", "A regulation is breached"
    NO_MANAGER = "WELL_LED_NO_MANAGER", "There is no registered manager where one is required"
    CONDITION = "WELL_LED_CONDITION", "Another condition of the registration is not kept"
    NOTIFICATIONS = "WELL_LED_NOTIFICATIONS", "Something that must be told by law was not told"
    YEARLY_INFORMATION = "WELL_LED_PIR", "The yearly information was not sent"
