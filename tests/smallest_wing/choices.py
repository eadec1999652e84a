"""The words of the wing."""

from django.db.models import TextChoices

SET_CODE, LETTER, DECISION, PREFIX = "council-list", "L-90", "council_list", "CL"


class RequestStage(TextChoices):
    DRAFT = "draft", "Being written"
    SENT = "sent", "To be decided"
    ASKED_AGAIN = "asked_again", "Asked again"
    DECIDED = "decided", "Decided, letter to be sent"
    LISTED = "listed", "On the list"
    DECLINED = "declined", "Not on the list"
