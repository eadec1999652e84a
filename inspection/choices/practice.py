"""The words of good practice that partners share (R-423)."""

from django.db.models import TextChoices


class PracticeState(TextChoices):
    """How far it is with what one partner was asked."""

    ASKED = "asked", "Waits for an answer"
    ANSWERED = "answered", "To be looked at"
    TAKEN = "taken", "Taken over"
    ASIDE = "aside", "Set aside"
    DECLINED = "declined", "Cannot answer"
