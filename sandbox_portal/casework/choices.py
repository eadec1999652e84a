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


PROVIDER = "provider"  # the owner of a case while the provider has it
NOBODY = "nobody"  # the owner of a case that has ended
