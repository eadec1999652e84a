"""The words of casework that every kind of case shares."""

from django.db.models import TextChoices


class ActorKind(TextChoices):
    """Who took a step: a person with an account, the holder of a one-time link, or the clock."""

    PERSON = "person", "A person"
    LINK_HOLDER = "link_holder", "The holder of a link"
    CLOCK = "clock", "The clock"


class OutboxKind(TextChoices):
    """What leaves the house after a commit."""

    MAIL = "mail", "Email"
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


class Agreement(TextChoices):
    """How an organisation said that a member of staff may type for it."""

    PHONE = "phone", "On the phone"
    IN_PERSON = "in_person", "Face to face"
    LETTER = "letter", "In a letter or on a paper form"
    EMAIL = "email", "By email"


class AssistanceEnd(TextChoices):
    """How a time of typing for an organisation ended."""

    FINISHED = "finished", "Finished"
    ENDED_BY_ORGANISATION = "ended_by_organisation", "Ended by the organisation"
    RAN_OUT = "ran_out", "Ended by itself"


class Looked(TextChoices):
    """What a member of staff looked at."""

    CASE = "case", "A case"
    FILE = "file", "A file or a letter"
    PERSON = "person", "A person's account"
    ORGANISATION = "organisation", "An organisation and its people"
    EXPORT = "export", "A download"


class MoreTimeState(TextChoices):
    """What became of a question for more time."""

    WAITING = "waiting", "Waits for our answer"
    GRANTED = "granted", "You have more time"
    REFUSED = "refused", "The date stays"
    DROPPED = "dropped", "Taken back"


PROVIDER = "provider"  # the owner of a case while the provider has it
NOBODY = "nobody"  # the owner of a case that has ended
