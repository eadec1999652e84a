"""Files that a wing keeps apart among those of a case: it says itself who adds them, how many, and when they go.

They stand at a place that begins with “~”, where the shared pages add, change and remove nothing. Who sees them is said
by the wing's FileAccess. The caller has locked the case, has asked whether the person may, and writes to the timeline
what happened, in the wing's own words.
"""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import User

from ..choices import APART
from ..models import Attachment
from ..scan_queue import Kept, row_of


@transaction.atomic
def put_apart(case: Case, *, file: Kept, place: str, by: User, at: datetime) -> Attachment:
    """Put a file to a place of the wing's own. The same bytes are there once."""
    assert place.startswith(APART)
    evidence = row_of(file)
    there = {"case": case, "question_key": place, "evidence_file": evidence, "removed_at": None, "replaced_at": None}
    standing = Attachment.objects.filter(**there).first()
    if standing:
        return standing
    return Attachment.objects.create(**there, shown_name=file.shown_name, uploaded_by=by, uploaded_at=at)


@transaction.atomic
def describe_apart(attachment: Attachment, *, description: str, by: User, at: datetime) -> Attachment:
    """Say what it is; file lists show it."""
    attachment = _held(attachment)
    attachment.description = description
    attachment.save(update_fields=["description"])
    return attachment


@transaction.atomic
def remove_apart(attachment: Attachment, *, by: User, at: datetime) -> Attachment:
    """Take it away. What was removed, and by whom, stays written."""
    attachment = _held(attachment)
    attachment.removed_at, attachment.removed_by = at, by
    attachment.save(update_fields=["removed_at", "removed_by"])
    return attachment


def _held(attachment: Attachment) -> Attachment:
    held = (
        Attachment.objects.select_for_update(of=("self",)).select_related("evidence_file", "case").get(pk=attachment.pk)
    )
    assert held.is_apart
    assert held.removed_at is None
    return held
