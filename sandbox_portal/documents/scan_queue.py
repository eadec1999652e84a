"""The row of bytes that were kept, and asking the scanner about them: queued, so that nobody waits for it."""

from dataclasses import dataclass
from datetime import datetime

from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused

from . import scanning, storage
from .choices import ScanState
from .models import EvidenceFile

SCAN_FILE = "documents.scan_file"


@dataclass(frozen=True)
class Kept:
    """A file that was examined and whose bytes lie in the store."""

    media_type: str
    shown_name: str
    stored_name: str
    sha256: str
    size: int


def row_of(file: Kept) -> EvidenceFile:
    """The row of these bytes, and the scanner asked when they are new. Bytes known for a virus are refused.

    It is held until the transaction ends, so that the night does not take away what is being put somewhere.
    """
    evidence, is_new = EvidenceFile.objects.get_or_create(
        sha256=file.sha256,
        defaults={
            "size": file.size,
            "media_type": file.media_type,
            "stored_name": file.stored_name,
            "scan_state": first_scan_state(),
        },
    )
    if is_new and evidence.scan_state == ScanState.BEING_CHECKED:
        ask_scanner(evidence)
    if not is_new:
        evidence = EvidenceFile.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    if evidence.scan_state == ScanState.REFUSED:
        raise Refused(f"A virus was found in “{file.shown_name}”, so we cannot take it.")
    if evidence.bytes_removed_at is not None:
        _bring_back(evidence, file)
    return evidence


def _bring_back(evidence: EvidenceFile, file: Kept) -> None:
    """What was removed and is sent again lies there again, unless the night took it away in this very moment."""
    if not storage.is_whole(evidence.stored_name, evidence.sha256):
        raise Refused(f"We could not keep “{file.shown_name}” just now. Please send it again.")
    evidence.bytes_removed_at = None
    evidence.save(update_fields=["bytes_removed_at"])


def first_scan_state() -> ScanState:
    return ScanState.BEING_CHECKED if scanning.is_configured() else ScanState.NOT_SCANNED


def ask_scanner(file: EvidenceFile, *, at: datetime | None = None) -> None:
    """Queue the next question to the scanner about this file, once."""
    queue_task(SCAN_FILE, key=f"scan-{file.pk}-{file.scan_attempts}", at=at, file_id=str(file.pk))
