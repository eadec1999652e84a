"""Send a message with its files."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case, Message
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from .. import storage
from ..intake import examined
from ..models import MessageFile
from ..scan_queue import Kept, row_of
from .evidence import EVIDENCE

MOST_FILES = 10


def send_message(
    case: Case,
    *,
    text: str,
    key: UUID,
    files: "Sequence[UploadedFile[Any]]" = (),
    answer_due_on: date | None = None,
    answers: Message | None = None,
    by: User,
    at: datetime,
) -> Message:
    """Send a message with its files, all of them or nothing; the same key again is the same message.

    Files are checked and kept before the transaction: that takes time, and a file without a row is harmless.
    """
    refusal = kind_of(case).may_message(case, by)
    if refusal:
        raise Refused(refusal)
    if len(files) > MOST_FILES:
        raise Refused(f"A message carries at most {MOST_FILES} files. Send the others with a second message.")
    kept = list(_kept(files))
    with transaction.atomic():
        message = write_message(case, text=text, key=key, answer_due_on=answer_due_on, answers=answers, by=by, at=at)
        if message.sent_at == at:
            for file in kept:
                _add(message, file)
    return message


def _kept(files: "Sequence[UploadedFile[Any]]") -> Iterator[Kept]:
    with ExitStack() as stack:
        for upload in files:
            file = stack.enter_context(examined(upload))
            yield Kept(file.media_type, file.shown_name, *storage.keep(file.content, folder=EVIDENCE))


def _add(message: Message, file: Kept) -> None:
    shown = {"shown_name": file.shown_name}
    MessageFile.objects.get_or_create(message=message, evidence_file=row_of(file), defaults=shown)
