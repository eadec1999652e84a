"""The words of casework that every kind of case shares."""

from django.db.models import TextChoices


class ActorKind(TextChoices):
    """Who took a step: a person with an account, the holder of a one-time link, or the clock."""

    PERSON = "person", "A person"
    LINK_HOLDER = "link_holder", "The holder of a link"
    CLOCK = "clock", "The clock"


class OutboxKind(TextChoices):
    """What leaves the house after a commit."""

    MAIL = "mail", "E-mail"
    TASK = "task", "Background work"


class DecisionState(TextChoices):
    """Where a decision is: two people sign it, one after the other."""

    DRAFT = "draft", "Being written"
    WAITING = "waiting", "Waits for a second signature"
    SIGNED = "signed", "Signed"
    VOID = "void", "Void"


class DecisionStep(TextChoices):
    """What was done to a decision."""

    DRAFTED = "drafted", "Written"
    FIRST_SIGNED = "first_signed", "Signed and passed on"
    RETURNED = "returned", "Sent back"
    SIGNED = "signed", "Signed by a second person"
    VOIDED = "voided", "Became void"
    DROPPED = "dropped", "Given up"


PROVIDER = "provider"  # the owner of a case while the provider has it
NOBODY = "nobody"  # the owner of a case that has ended
