"""The words of operations."""

from django.db.models import TextChoices


class Operation(TextChoices):
    """What was done to a row."""

    INSERT = "insert", "Added"
    UPDATE = "update", "Changed"
    DELETE = "delete", "Taken away"


class ActedAs(TextChoices):
    """Who changed a row: somebody on a page, work in the background, a command, or a hand past the portal."""

    PERSON = "person", "A person"
    VISITOR = "visitor", "Somebody not signed in"
    BACKGROUND = "background", "Background work"
    COMMAND = "command", "A command"
    OUTSIDE = "outside", "Outside the portal"


class TroubleKind(TextChoices):
    """What can be wrong with the running portal."""

    SILENT = "silent", "A part is silent"
    LATE = "late", "Mail or background work is late"
    GIVEN_UP = "given_up", "Mail or background work was given up"
    PROMISE = "promise", "A promise is broken"
    DAMAGED_FILE = "damaged_file", "A stored file is damaged or gone"
    CLEARING = "clearing", "The nightly clearing failed"
    CLOCK = "clock", "Two clocks differ"
    DISK = "disk", "The disk is nearly full"
