"""Put files to a case, put newer versions in their place, say what they are, and take them away."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from sandbox_portal.casework.deadlines import cancel_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.people.models import User

from .. import storage
from ..choices import APART, EXPIRY_REMINDER, FILES_PER_CASE, ExpiryKind, ScanState
from ..intake import examined
from ..models import Attachment, EvidenceFile
from ..scan_queue import Kept, row_of

EVIDENCE = "evidence"
LAST_MINUTE = time(23, 59)
KEPT_APART = "This file is kept with what it belongs to. It is added, changed and taken away there."
MAY_BE_OPENED = (ScanState.CLEAN, ScanState.NOT_SCANNED)


@dataclass(frozen=True)
class About:
    """What somebody says of a file: in a sentence, and the day on which it ends or must be looked at again."""

    description: str = ""
    expires_on: date | None = None
    expiry_kind: str = ""


NOTHING_SAID = About()


def attach_evidence(
    case: Case,
    *,
    upload: "UploadedFile[Any]",
    question_key: str = "",
    about: About = NOTHING_SAID,
    by: User,
    at: datetime,
) -> Attachment:
    """Check a file, keep it, and put it to the case. The same file at the same question is there once.

    The checks and the writing come before the transaction: they take time, and a file without a row is harmless.
    """
    _refuse_unless_open(case, by, question_key)
    with examined(upload) as file:
        kept = storage.keep(file.content, folder=EVIDENCE)
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case.pk)
            _refuse_unless_open(case, by, question_key)
            _refuse_too_many(case)
            evidence = row_of(Kept(file.media_type, file.shown_name, *kept))
            place = {"case": case, "question_key": question_key, "evidence_file": evidence}
            standing = Attachment.objects.filter(**place, removed_at=None, replaced_at=None).first()
            if standing:
                return standing
            attachment = _create(case, evidence, file.shown_name, question_key, about, by=by, at=at)
            record(case, verb="file added", by=by, at=at, data=attachment.facts)
            return attachment


@transaction.atomic
def attach_again(attachment: Attachment, *, case: Case, question_key: str, by: User, at: datetime) -> Attachment:
    """Put a file the organisation gave us before to a question of another of its cases: the same bytes and end."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    _refuse_unless_open(case, by, question_key)
    _refuse_too_many(case)
    source = Attachment.objects.select_related("evidence_file", "case").get(pk=attachment.pk)
    if source.case.organisation_id != case.organisation_id or source.evidence_file.scan_state not in MAY_BE_OPENED:
        raise Refused(f"“{source.shown_name}” cannot be used here.")
    place = {"case": case, "question_key": question_key, "evidence_file": source.evidence_file}
    standing = Attachment.objects.filter(**place, removed_at=None, replaced_at=None).first()
    if standing:
        return standing
    about = About(source.description, source.expires_on, source.expiry_kind)
    again = _create(case, source.evidence_file, source.shown_name, question_key, about, by=by, at=at)
    record(case, verb="file added", by=by, at=at, data={**again.facts, "from": str(source.pk)})
    return again


def replace_evidence(
    attachment: Attachment, *, upload: "UploadedFile[Any]", about: About = NOTHING_SAID, by: User, at: datetime
) -> Attachment:
    """Put a newer version in a file's place. The old one stays readable and says when it was replaced."""
    _refuse_unless_open(attachment.case, by, attachment.question_key)
    with examined(upload) as file:
        kept = storage.keep(file.content, folder=EVIDENCE)
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=attachment.case_id)
            _refuse_unless_open(case, by, attachment.question_key)
            old = _standing(attachment)
            evidence = row_of(Kept(file.media_type, file.shown_name, *kept))
            _refuse_the_same(old, evidence, file.shown_name)
            old.replaced_at = at
            old.save(update_fields=["replaced_at"])
            cancel_deadline(_expiry_key(old), at=at)
            newer = _create(case, evidence, file.shown_name, old.question_key, about, by=by, at=at, replaces=old)
            record(case, verb="file replaced", by=by, at=at, data={**newer.facts, "replaces": str(old.pk)})
            return newer


@transaction.atomic
def describe_evidence(attachment: Attachment, *, about: About, by: User, at: datetime) -> Attachment:
    """Say anew what a file is and when it ends; its reminders follow."""
    case = Case.objects.select_for_update().get(pk=attachment.case_id)
    _refuse_unless_open(case, by, attachment.question_key)
    attachment = _standing(attachment)
    attachment.description, attachment.expires_on = about.description, about.expires_on
    attachment.expiry_kind = about.expiry_kind
    attachment.save(update_fields=["description", "expires_on", "expiry_kind"])
    _follow_expiry(attachment, at=at)
    data = {**attachment.facts, "expires_on": about.expires_on.isoformat() if about.expires_on else ""}
    record(case, verb="file described", by=by, at=at, data=data)
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User, at: datetime) -> Attachment:
    """Take a file away from its case while the case is open for it. What was removed, and by whom, stays written."""
    case = Case.objects.select_for_update().get(pk=attachment.case_id)
    _refuse_unless_open(case, by, attachment.question_key)
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.removed_at is not None:
        raise Refused("This file has already been removed.")
    attachment.removed_at, attachment.removed_by = at, by
    attachment.save(update_fields=["removed_at", "removed_by"])
    cancel_deadline(_expiry_key(attachment), at=at)
    record(case, verb="file removed", by=by, at=at, data=attachment.facts)
    return attachment


def _create(
    case: Case,
    evidence: EvidenceFile,
    shown_name: str,
    question_key: str,
    about: About,
    *,
    by: User,
    at: datetime,
    replaces: Attachment | None = None,
) -> Attachment:
    attachment = Attachment.objects.create(
        case=case,
        question_key=question_key,
        evidence_file=evidence,
        shown_name=shown_name,
        description=about.description,
        expires_on=about.expires_on,
        expiry_kind=about.expiry_kind,
        replaces=replaces,
        uploaded_by=by,
        uploaded_at=at,
    )
    _follow_expiry(attachment, at=at)
    return attachment


def _follow_expiry(attachment: Attachment, *, at: datetime) -> None:
    """Start, move or stop the clock behind M-29 and M-30. It is no clock of the case, of which nothing is due then."""
    if attachment.expires_on is None:
        cancel_deadline(_expiry_key(attachment), at=at)
        return
    kind = ExpiryKind(attachment.expiry_kind)
    happens = "ends" if kind == ExpiryKind.ENDS else "must be looked at again"
    set_deadline(
        _expiry_key(attachment),
        kind=f"evidence {kind}",
        about=f"“{attachment.shown_name}” {happens} on {day_in_words(attachment.expires_on)}",
        due_at=datetime.combine(attachment.expires_on, LAST_MINUTE, LONDON),
        rule="The day that was given with the file.",
        at=at,
        subject=str(attachment.pk),
        reminder=EXPIRY_REMINDER[kind],
    )


def _expiry_key(attachment: Attachment) -> str:
    return f"evidence-{attachment.pk}"


def _standing(attachment: Attachment) -> Attachment:
    attachment = (
        Attachment.objects.select_for_update(of=("self",)).select_related("evidence_file").get(pk=attachment.pk)
    )
    if attachment.removed_at is not None:
        raise Refused("This file has already been removed.")
    if attachment.replaced_at is not None:
        raise Refused("A newer version is already in the place of this file. Open that one.")
    return attachment


def _refuse_the_same(old: Attachment, evidence: EvidenceFile, shown_name: str) -> None:
    if old.evidence_file_id == evidence.pk:
        raise Refused(f"“{shown_name}” is the same file as before, so there is nothing to replace.")
    beside = Attachment.objects.filter(case=old.case_id, question_key=old.question_key, evidence_file=evidence)
    if beside.filter(removed_at=None, replaced_at=None).exists():
        raise Refused(f"“{shown_name}” is already here as a file of its own. Remove one of the two.")


def _refuse_unless_open(case: Case, by: User, question_key: str) -> None:
    if question_key.startswith(APART):
        raise Refused(KEPT_APART)
    sentence = kind_of(case).may_attach(case, by) or kind_of(case).may_attach_to(case, question_key)
    if sentence:
        raise Refused(sentence)


def _refuse_too_many(case: Case) -> None:
    theirs = Attachment.objects.filter(case=case, removed_at=None).exclude(question_key__startswith=APART)
    if theirs.count() >= FILES_PER_CASE:
        raise Refused(f"There are {FILES_PER_CASE} files already. Remove one before you add another.")
