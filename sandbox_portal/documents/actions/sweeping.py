"""What the night does: take away files no row points to, and ask the scanner about files it has not seen."""

from datetime import datetime, timedelta

from django.db import transaction

from sandbox_portal.people.models import User

from .. import scanning, storage
from ..choices import ScanState
from ..models import EvidenceFile, IssuedDocument, Job
from ..scan_queue import ask_scanner

LEFT_ALONE = timedelta(hours=24)


def sweep_files(*, at: datetime, by: User | None = None) -> int:
    """Discard what broken-off uploads and undone transactions left behind a day ago; returns how many."""
    kept = set(EvidenceFile.objects.values_list("stored_name", flat=True))
    kept |= set(IssuedDocument.objects.values_list("stored_name", flat=True))
    kept |= set(Job.objects.filter(result_until__gte=at).values_list("file_name", flat=True))
    left = [name for name in storage.stored_names(older_than=at - LEFT_ALONE) if name not in kept]
    for name in left:
        storage.discard(name)
    return len(left)


@transaction.atomic
def ask_for_scans(*, at: datetime, by: User | None = None) -> int:
    """Queue a scan of every file that was kept while there was no scanner; returns how many."""
    if not scanning.is_configured():
        return 0
    files = EvidenceFile.objects.filter(scan_state=ScanState.NOT_SCANNED)
    for file in files:
        ask_scanner(file)
    return len(files)
