"""Keep what somebody types on a page of an assessment before they send it (R-371). Nobody else reads it."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Assessment, TypedDraft

LONGEST = 100_000
ELSEWHERE = "You changed this on another page or device."


class ChangedElsewhere(Refused):
    """The same page was saved somewhere else meanwhile; nothing was kept now."""


@transaction.atomic
def keep_typed(
    assessment: Assessment, *, page: str, typed: dict[str, list[str]], version: int, by: User, at: datetime
) -> TypedDraft:
    """Keep a page as it stands, unchecked. `version` is the one it was read with; 0 for a page that had no draft."""
    if sum(len(words) for values in typed.values() for words in values) > LONGEST:
        raise Refused(f"Say it in {LONGEST:,} characters or fewer.")
    Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    row = TypedDraft.objects.filter(assessment=assessment, person=by, page=page).first()
    if version != (row.version if row else 0):
        raise ChangedElsewhere(ELSEWHERE)
    row = row or TypedDraft(assessment=assessment, person=by, page=page, version=0)
    row.typed, row.version, row.saved_at = typed, row.version + 1, at
    row.save()
    return row


@transaction.atomic
def drop_typed(assessment: Assessment, *, page: str, by: User, at: datetime) -> None:
    """Keep it no longer: it was sent, or its writer does not want it."""
    TypedDraft.objects.filter(assessment=assessment, person=by, page=page).delete()
