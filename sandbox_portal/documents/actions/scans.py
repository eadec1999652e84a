"""What the scanner said of a file, what follows from it, and what follows from its silence (D18)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.events import record
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of

from ..choices import ScanState
from ..models import Attachment, EvidenceFile
from ..scan_queue import ask_scanner

SCANNED = frozenset({ScanState.CLEAN, ScanState.REFUSED})
# After the last pause it is used again and again: a file stays “being checked” for as long as the scanner is silent.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
ALERT_AFTER = 3


@transaction.atomic
def record_scan(file: EvidenceFile, *, is_clean: bool, by: User | None, at: datetime) -> EvidenceFile:
    """Note the scanner's answer. A virus is told on every case the file stands on, to its senders and to staff."""
    file = EvidenceFile.objects.select_for_update().get(pk=file.pk)
    file.scan_state, file.scanned_at = (ScanState.CLEAN if is_clean else ScanState.REFUSED), at
    file.save(update_fields=["scan_state", "scanned_at"])
    if not is_clean:
        standing = Attachment.objects.filter(evidence_file=file, removed_at=None)
        for attachment in standing.select_related("case__owner", "uploaded_by", "evidence_file"):
            _tell_of_virus(attachment, by=by, at=at)
    return file


@transaction.atomic
def record_silence(file: EvidenceFile, *, by: User | None, at: datetime) -> EvidenceFile:
    """Note that the scanner gave no clear answer: ask again later, and tell the administrators, once a day."""
    file = EvidenceFile.objects.select_for_update().get(pk=file.pk)
    if file.scan_state in SCANNED:
        return file
    file.scan_state, file.scan_attempts = ScanState.BEING_CHECKED, min(file.scan_attempts + 1, 30_000)
    file.save(update_fields=["scan_state", "scan_attempts"])
    ask_scanner(file, at=at + PAUSES[min(file.scan_attempts, len(PAUSES)) - 1])
    if file.scan_attempts >= ALERT_AFTER:
        _tell_of_silence(at)
    return file


def _tell_of_virus(attachment: Attachment, *, by: User | None, at: datetime) -> None:
    """One mail to each person; it names the case and the file, and nothing that the file says."""
    case = attachment.case
    verb = "virus found in a staff file" if attachment.is_apart else "virus found in a file"
    record(case, verb=verb, by=by, at=at, data=attachment.facts)
    page = settings.PORTAL_URL + reverse("case-files", args=[case.pk])
    staff = {each.pk: each for each in [*holders_of(Role.SYSTEM_ADMINISTRATOR), case.owner] if each is not None}
    staff.pop(attachment.uploaded_by_id, None)
    told = [("documents/file_refused", attachment.uploaded_by)]
    told += [("documents/file_refused_staff", person) for person in staff.values()]
    for template, person in told:
        context = {"name": person.name, "file": attachment.shown_name, "case": str(case), "link": page}
        key = f"virus-{attachment.pk}-{person.pk}"
        queue_mail(template, to=person.email, key=key, context=context)


def _tell_of_silence(at: datetime) -> None:
    waiting = EvidenceFile.objects.filter(scan_state=ScanState.BEING_CHECKED).count()
    for person in holders_of(Role.SYSTEM_ADMINISTRATOR):
        key = f"scanner-silent-{day_in_london(at)}-{person.pk}"
        queue_mail(
            "documents/scanner_silent", to=person.email, key=key, context={"name": person.name, "files": waiting}
        )
