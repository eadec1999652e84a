"""The words of answering together, of what was told before, and of what was typed for somebody."""

from django.db.models import TextChoices


class Rest(TextChoices):
    """What somebody who was given a section may do with the others."""

    WRITE = "write", "Read and write the rest too"
    READ = "read", "Read the rest, but not change it"
    NOTHING = "nothing", "See only this section"


class Ending(TextChoices):
    """How a section came back."""

    TAKEN_BACK = "taken_back", "Taken back"
    HANDED_BACK = "handed_back", "Handed back"
    SENT = "sent", "The form was sent"


class Verdict(TextChoices):
    """What staff say of an answer that came back."""

    ACCEPTED = "accepted", "Accepted"
    AGAIN = "again", "Asked again"


class Origin(TextChoices):
    """How something came into an organisation's file."""

    SENT = "sent", "Sent in a form"
    WRITTEN = "written", "Written in the file"
    TAKEN_OUT = "taken_out", "Taken out of the file"


class TypedSays(TextChoices):
    """What an organisation says of one answer that was typed for it."""

    RIGHT = "right", "This is right"
    WRONG = "wrong", "This is wrong"
