"""The words of feedback that people give by a card or a letter, without an account (R-375)."""

from django.db.models import TextChoices


class FeedbackWay(TextChoices):
    """How people are asked."""

    CARD = "card", "With a card that anybody of the group may use"
    LETTERS = "letters", "With a letter to each of them"


class HowTrue(TextChoices):
    """What somebody says of an “I” statement."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    NOT_SURE = "not_sure", "I am not sure"
