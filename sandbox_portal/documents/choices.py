"""The words of documents, and the sizes we accept (trust.md 5, no. 20)."""

from datetime import timedelta

from django.db.models import TextChoices

MEGABYTE = 1_000_000
LARGEST_FILE = 25 * MEGABYTE
LARGEST_PDF_CHECKED = LARGEST_FILE
FILES_PER_CASE = 100
APART = "~"  # begins the place of files that a wing keeps apart: it says itself who adds them and who sees them


class ScanState(TextChoices):
    """What we know about viruses in a file. Only a scanner that answered makes a file clean."""

    BEING_CHECKED = "being_checked", "Being checked for viruses"
    CLEAN = "clean", "Checked, no virus found"
    NOT_SCANNED = "not_scanned", "Not checked for viruses"
    REFUSED = "refused", "Refused: a virus was found"


class ExpiryKind(TextChoices):
    """What happens on the day a file carries; each has its own reminders in content/reminders.yaml."""

    ENDS = "ends", "It ends, like an insurance"
    REVIEW = "review", "It must be looked at again, like a policy"


class Expiring(TextChoices):
    """How near the day of a file is, as lists ask for it."""

    EXPIRED = "expired", "Has passed"
    SOON = "soon", "Within 60 days"
    DATED = "dated", "Any date"


EXPIRY_REMINDER = {ExpiryKind.ENDS: "M-29", ExpiryKind.REVIEW: "M-30"}
SOON_EXPIRED = timedelta(days=60)


class DocumentKind(TextChoices):
    """What an issued document is; the first letters of its number follow from it."""

    LETTER = "letter", "Letter"
    RECEIPT = "receipt", "Receipt"
    RECORD = "record", "Record"
    STATISTICS = "statistics", "Statistics"
    CERTIFICATE = "certificate", "Certificate"


NUMBER_PREFIX = {
    DocumentKind.LETTER: "LET",
    DocumentKind.RECEIPT: "REC",
    DocumentKind.RECORD: "RCD",
    DocumentKind.STATISTICS: "STA",
    DocumentKind.CERTIFICATE: "CER",
}


class Audience(TextChoices):
    """For whom a document was made. The organisation and the public see it only once it is released."""

    ORGANISATION = "organisation", "The organisation it is about"
    STAFF = "staff", "Staff only"
    PUBLIC = "public", "Everybody"


class JobState(TextChoices):
    """Where long work is."""

    WAITING = "waiting", "Waiting to start"
    WORKING = "working", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Could not be made"
    CANCELLED = "cancelled", "Cancelled"


GOING_ON = frozenset({JobState.WAITING, JobState.WORKING})
RESULT_KEPT = timedelta(days=30)
# Periods of content/retention.yaml: “quarantine”, for what was removed too, and “work”.
QUARANTINE = timedelta(days=30)
WORK_KEPT = timedelta(days=366)
