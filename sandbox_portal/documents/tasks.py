"""Postmen of documents: what the outbox may ask for, and what the clock brings."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sandbox_portal.casework.clockwork import every_day
from sandbox_portal.casework.outbox import handler
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from . import actions
from .actions.evidence import SCAN_FILE
from .actions.jobs import RUN_JOB
from .queries import MAKE_LETTER, evidence_file_by_id, job_by_id
from .scanning import scan


@handler(MAKE_LETTER)
def make_letter(*, letter: Mapping[str, Any]) -> None:
    by = User.objects.get(pk=letter["by_id"]) if letter["by_id"] else None
    actions.make_letter(letter, by=by, at=datetime.fromisoformat(letter["at"]))


@handler(RUN_JOB)
def run_job(*, job_id: str) -> None:
    job = job_by_id(job_id)
    if job is not None:
        actions.run_job(job, by=job.asked_by, at=database_now())


@handler(SCAN_FILE)
def scan_file(*, file_id: str) -> None:
    """Ask the scanner; when it does not answer, the outbox asks again later and the file stays “being checked”."""
    file = evidence_file_by_id(file_id)
    if file is not None and file.scan_state not in actions.SCANNED:
        actions.record_scan(file, is_clean=scan(file.stored_name), by=None, at=database_now())


every_day("sweep-files", at=time(2, 15))(actions.sweep_files)
every_day("ask-for-scans", at=time(2, 45))(actions.ask_for_scans)
