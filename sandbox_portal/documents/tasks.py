"""Postmen of documents: what the outbox may ask for, and what the clock brings."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse

from sandbox_portal.casework.clockwork import every_day
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.outbox import handler
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from . import actions
from .actions import MadeFile, Progress, worker
from .actions.jobs import RUN_JOB
from .content import shared_texts
from .letter_samples import letter_sample
from .models import Job
from .queries import (
    MAKE_LETTER,
    evidence_file_by_id,
    job_by_id,
    keepers_of,
    letter_draft_by_id,
    letter_template_by_id,
)
from .scan_queue import SCAN_FILE
from .scanning import ScannerSilent, scan

logger = logging.getLogger(__name__)

PREVIEW_LETTER = "documents.letter_preview"


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
    """Ask the scanner; when it gives no clear answer it is asked again later and the file stays “being checked”."""
    file = evidence_file_by_id(file_id)
    if file is None or file.scan_state in actions.SCANNED:
        return
    try:
        is_clean = scan(file.stored_name)
    except ScannerSilent:
        logger.exception("the virus scanner is silent", extra={"file": file_id, "attempts": file.scan_attempts + 1})
        actions.record_silence(file, by=None, at=database_now())
    else:
        actions.record_scan(file, is_clean=is_clean, by=None, at=database_now())


@worker(PREVIEW_LETTER)
def preview_letter(job: Job, progress: Progress) -> MadeFile:
    """A letter with made-up facts as a PDF: a version of it, or a draft."""
    if "draft" in job.parameters:
        draft = letter_draft_by_id(UUID(job.parameters["draft"]))
        return letter_sample(draft, paragraphs=shared_texts(), name=job.title) if draft else _gone()
    template = letter_template_by_id(job.parameters["template"])
    return letter_sample(template, paragraphs=template.paragraphs, name=job.title) if template else _gone()


def _gone() -> MadeFile:
    raise Refused("These words are not there any more.")


@audience("keepers_of_evidence")
def keepers_of_evidence(deadline: Deadline) -> Iterable[Recipient]:
    """M-29 and M-30: who may write for the organisation, while its case is open and the file stands."""
    for case_id, person in keepers_of(UUID(deadline.subject)):
        yield Recipient.of(person, reverse("case-files", args=[case_id]))


every_day("sweep-files", at=time(2, 15))(actions.sweep_files)
every_day("ask-for-scans", at=time(2, 45))(actions.ask_for_scans)
