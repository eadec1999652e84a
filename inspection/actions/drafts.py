"""Keep what somebody types on a page of an assessment, or of a visit of any case, before they send it (R-371).

Nobody else reads it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Assessment, TypedDraft

LONGEST = 100_000
ELSEWHERE = "You changed this on another page or device."
Sent = TypeVar("Sent")


class ChangedElsewhere(Refused):
    """The same page was saved somewhere else meanwhile, or is sent; nothing was kept now."""


@transaction.atomic
def keep_typed(
    of: Assessment | Case,
    *,
    page: str,
    typed: dict[str, list[str]],
    version: int,
    open_page: str = "",
    is_by_button: bool = False,
    by: User,
    at: datetime,
) -> TypedDraft:
    """Keep a page as it stands, unchecked. `version` is the one it was read with; 0 for a page that had no draft.

    What the same open page saved by itself while its button was on the way is no conflict. What it had on its way when
    its button was pressed comes too late: the newer words stay, and what was sent is no draft again.
    """
    if sum(len(words) for values in typed.values() for words in values) > LONGEST:
        raise Refused(f"Say it in {LONGEST:,} characters or fewer.")
    Case.objects.select_for_update(no_key=True).get(pk=of.pk)
    # The row itself too: sending takes it without the lock of the case.
    row = TypedDraft.objects.select_for_update().filter(case=of.pk, person=by, page=page).first()
    if not _counts_on(row, version, open_page):
        raise ChangedElsewhere(ELSEWHERE)
    row = row or TypedDraft(case_id=of.pk, person=by, page=page, version=0)
    row.typed, row.version, row.saved_at, row.sent_at = typed, row.version + 1, at, None
    row.written_from = "" if is_by_button else open_page
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # the first draft of a page, and in the same moment it was sent
        raise ChangedElsewhere(ELSEWHERE) from error
    return row


def _counts_on(row: TypedDraft | None, version: int, open_page: str) -> bool:
    is_own = row is not None and bool(open_page) and row.written_from == open_page
    if row is None or row.sent_at is not None:
        return version == 0 and not is_own
    return version == row.version or is_own


@transaction.atomic
def send_typed(
    of: Assessment | Case, *, page: str, open_page: str, send: Callable[[], Sent], by: User, at: datetime
) -> Sent:
    """Send what a page says, and keep it as a draft no longer: both or neither. What `send` refuses stays a draft."""
    sent = send()
    own = TypedDraft.objects.filter(case=of.pk, person=by, page=page)
    if not open_page:
        own.delete()
        return sent
    ended = {"typed": {}, "written_from": open_page, "saved_at": at, "sent_at": at}
    if not own.update(version=F("version") + 1, **ended):
        TypedDraft.objects.bulk_create(
            [TypedDraft(case_id=of.pk, person=by, page=page, **ended)],
            update_conflicts=True,
            unique_fields=["case", "person", "page"],
            update_fields=list(ended),
        )
    return sent


@transaction.atomic
def drop_typed(of: Assessment | Case, *, page: str, by: User, at: datetime) -> None:
    """Keep it no longer: its writer does not want it."""
    TypedDraft.objects.filter(case=of.pk, person=by, page=page, sent_at=None).delete()
