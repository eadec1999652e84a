"""Asking the scanner about a file: queued, so that nobody waits for it."""

from datetime import datetime

from sandbox_portal.casework.outbox import queue_task

from . import scanning
from .choices import ScanState
from .models import EvidenceFile

SCAN_FILE = "documents.scan_file"


def first_scan_state() -> ScanState:
    return ScanState.BEING_CHECKED if scanning.is_configured() else ScanState.NOT_SCANNED


def ask_scanner(file: EvidenceFile, *, at: datetime | None = None) -> None:
    """Queue the next question to the scanner about this file, once."""
    queue_task(SCAN_FILE, key=f"scan-{file.pk}-{file.scan_attempts}", at=at, file_id=str(file.pk))
