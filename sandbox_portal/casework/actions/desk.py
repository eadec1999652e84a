"""Raise and lower flags, write staff notes."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sandbox_portal.people.models import User

from ..desk_words import flag_words, flags_seen_by
from ..events import record
from ..models import Case, Flag, StaffNote
from ..permissions import may_flag, may_write_note
from ..refusals import Refused

MOST_LETTERS = 5000
NOT_YOURS = "You can read this case, not work on it."


def raise_flag(case: Case, *, code: str, reason: str, by: User, at: datetime) -> Flag:
    """Put a flag on a case, so that everybody who may see it sees it in every list."""
    if code not in flags_seen_by(by):
        raise Refused("There is no such flag for you to raise.")
    if not may_flag.test(by, case):
        raise Refused(NOT_YOURS)
    if not reason.strip():
        raise Refused("Say why, so that others know what to look out for.")
    try:
        with transaction.atomic():
            flag = Flag.objects.create(case=case, code=code, reason=reason.strip(), raised_at=at, raised_by=by)
            # The word and the reason stay with the flag: not everybody who reads the history may see them.
            record(case, verb="flag raised", by=by, at=at, data={"flag": flag.pk})
    except IntegrityError:
        raise Refused(f"The flag “{flag_words()[code].label}” is up already.") from None
    return flag


@transaction.atomic
def lower_flag(flag: Flag, *, by: User, at: datetime) -> Flag:
    """Take a flag down; who raised it and why stays."""
    flag = Flag.objects.select_for_update(of=("self",)).select_related("case").get(pk=flag.pk)
    if not may_flag.test(by, flag.case):
        raise Refused(NOT_YOURS)
    if flag.lowered_at is not None:
        raise Refused("This flag has been taken down already.")
    flag.lowered_at, flag.lowered_by = at, by
    flag.save(update_fields=["lowered_at", "lowered_by"])
    record(flag.case, verb="flag taken down", by=by, at=at, data={"flag": flag.pk})
    return flag


@transaction.atomic
def write_note(case: Case, *, text: str, by: User, at: datetime, corrects: StaffNote | None = None) -> StaffNote:
    """Add a note for colleagues; one that corrects another stands beside it. Notes are never changed or deleted."""
    if not may_write_note.test(by, case):
        raise Refused(NOT_YOURS)
    if not text.strip():
        raise Refused("Write the note first.")
    if len(text) > MOST_LETTERS:
        raise Refused(f"A note has at most {MOST_LETTERS:,} characters.")
    if corrects is not None and StaffNote.objects.filter(corrects=corrects).exists():
        raise Refused("This note has been corrected already. Correct the newer one.")
    note = StaffNote.objects.create(case=case, text=text.strip(), written_at=at, written_by=by, corrects=corrects)
    verb = "staff note corrected" if corrects else "staff note written"
    record(case, verb=verb, by=by, at=at, data={"note": note.pk})
    return note
