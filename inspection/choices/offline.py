"""The words of work on a tablet without signal."""

from django.db.models import TextChoices


class OperationKind(TextChoices):
    """What a tablet sends."""

    EVIDENCE = "evidence", "Evidence"
    PERSON = "person", "Somebody we met"
    RECORD = "record", "A part of the record of a visit"
    FINISH = "finish", "The record is finished"


class Outcome(TextChoices):
    """What became of something a tablet sent. `HELD` waits for an earlier part that has not come yet."""

    KEPT = "kept", "Kept"
    REFUSED = "refused", "Not taken"
    CONFLICT = "conflict", "Changed elsewhere meanwhile"
    HELD = "held", "Waiting for an earlier part"


class Standing(TextChoices):
    """How an entry of the record of a visit stands. What is beside another waits until somebody chooses."""

    STANDS = "stands", "Stands"
    EARLIER = "earlier", "An earlier text"
    BESIDE = "beside", "Written elsewhere as well"
    SETTLED = "settled", "Somebody has chosen"


class CameBy(TextChoices):
    """How it reached us."""

    TABLET = "tablet", "Sent by the tablet"
    FILE = "file", "Brought in from a file"
