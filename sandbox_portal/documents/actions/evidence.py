"""Put files to a case, take them away, and note what the scanner said."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from .. import scanning, storage
from ..choices import FILES_PER_CASE, ScanState
from ..intake import examined
from ..models import Attachment, EvidenceFile

SCAN_FILE = "documents.scan_file"
EVIDENCE = "evidence"
SCANNED = frozenset({ScanState.CLEAN, ScanState.REFUSED})


def attach_evidence(
    case: Case, *, upload: "UploadedFile[Any]", question_key: str = "", by: User, at: datetime
) -> Attachment:
    """Check a file, keep it, and put it to the case. The same file at the same question is there once.

    The checks and the writing come before the transaction: they take time, and a file without a row is harmless.
    """
    _refuse_unless_open(case, by)
    with examined(upload) as file:
        stored_name, sha256, size = storage.keep(file.content, folder=EVIDENCE)
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case.pk)
            _refuse_unless_open(case, by)
            _refuse_too_many(case)
            evidence, is_new = EvidenceFile.objects.get_or_create(
                sha256=sha256,
                defaults={
                    "size": size,
                    "media_type": file.media_type,
                    "stored_name": stored_name,
                    "scan_state": _first_scan_state(),
                },
            )
            if is_new and evidence.scan_state == ScanState.BEING_CHECKED:
                queue_task(SCAN_FILE, key=f"scan-{evidence.pk}", file_id=str(evidence.pk))
            if evidence.scan_state == ScanState.REFUSED:
                raise Refused(f"A virus was found in “{file.shown_name}”, so we cannot take it.")
            return _attached(case, evidence, file.shown_name, question_key=question_key, by=by, at=at)


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User, at: datetime) -> Attachment:
    """Take a file away from its case while the case is open for it. What was removed, and by whom, stays written."""
    case = Case.objects.select_for_update().get(pk=attachment.case_id)
    _refuse_unless_open(case, by)
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.removed_at is not None:
        raise Refused("This file has already been removed.")
    attachment.removed_at, attachment.removed_by = at, by
    attachment.save(update_fields=["removed_at", "removed_by"])
    record(case, verb="file removed", by=by, at=at, data=_told(attachment))
    return attachment


@transaction.atomic
def record_scan(file: EvidenceFile, *, is_clean: bool, by: User | None, at: datetime) -> EvidenceFile:
    """Note the scanner's answer. A file with a virus is told on every case it stands on."""
    file = EvidenceFile.objects.select_for_update().get(pk=file.pk)
    file.scan_state, file.scanned_at = (ScanState.CLEAN if is_clean else ScanState.REFUSED), at
    file.save(update_fields=["scan_state", "scanned_at"])
    if not is_clean:
        for attachment in Attachment.objects.filter(evidence_file=file, removed_at=None).select_related("case"):
            record(attachment.case, verb="virus found in a file", by=by, at=at, data=_told(attachment))
    return file


def _attached(
    case: Case, evidence: EvidenceFile, shown_name: str, *, question_key: str, by: User, at: datetime
) -> Attachment:
    attachment, is_new = Attachment.objects.get_or_create(
        case=case,
        question_key=question_key,
        evidence_file=evidence,
        removed_at=None,
        defaults={"shown_name": shown_name, "uploaded_by": by, "uploaded_at": at},
    )
    if is_new:
        record(case, verb="file added", by=by, at=at, data=_told(attachment))
    return attachment


def _told(attachment: Attachment) -> dict[str, Any]:
    return {
        "attachment": str(attachment.pk),
        "question": attachment.question_key,
        "sha256": attachment.evidence_file.sha256,
    }


def _refuse_unless_open(case: Case, by: User) -> None:
    sentence = kind_of(case).may_attach(case, by)
    if sentence:
        raise Refused(sentence)


def _refuse_too_many(case: Case) -> None:
    if Attachment.objects.filter(case=case, removed_at=None).count() >= FILES_PER_CASE:
        raise Refused(f"There are {FILES_PER_CASE} files already. Remove one before you add another.")


def _first_scan_state() -> ScanState:
    return ScanState.BEING_CHECKED if scanning.is_configured() else ScanState.NOT_SCANNED
