"""Take in a spreadsheet: first what it would change, then, when somebody says yes, all of it or nothing."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..engine import Section
from ..keeping import lock_for_writing
from ..models import Answer, Response, SheetUpload
from ..sheets.taking import Taken
from .saving import save_page


@transaction.atomic
def keep_sheet(
    response: Response, *, section: Section, taken: Taken, sha256: str, name: str, by: User, at: datetime
) -> SheetUpload:
    """Keep what a sound file would change. The same file again is looked at anew, unless it has been taken in."""
    if taken.wrong:
        raise Refused("Something in this file must be put right first. Nothing was saved.")
    locked = lock_for_writing(response, [section.questions[0].key], by=by)
    there = SheetUpload.objects.filter(response=locked, section_key=section.key, sha256=sha256).first()
    if there is not None and there.applied_at is not None:
        return there
    versions = dict(
        Answer.objects.filter(response=locked, question_key__in=taken.answers).values_list("question_key", "version")
    )
    kept, _created = SheetUpload.objects.update_or_create(
        response=locked,
        section_key=section.key,
        sha256=sha256,
        defaults={
            "name": name[:200],
            "answers": taken.answers,
            "versions": versions,
            "uploaded_at": at,
            "uploaded_by": by,
        },
    )
    return kept


@transaction.atomic
def apply_sheet(upload: SheetUpload, *, by: User, at: datetime) -> SheetUpload:
    """Save every answer of the file; a second time changes nothing. A colleague's change since then is a Conflict."""
    kept = SheetUpload.objects.select_for_update(of=("self",)).select_related("response__case").get(pk=upload.pk)
    if kept.applied_at is not None:
        return kept
    save_page(kept.response, answers=kept.answers, versions=kept.versions, by=by, at=at)
    kept.applied_at, kept.applied_by = at, by
    kept.save(update_fields=["applied_at", "applied_by"])
    record(
        kept.response.case,
        verb="spreadsheet taken in",
        by=by,
        at=at,
        data={"section": kept.section_key, "sha256": kept.sha256, "answers": len(kept.answers)},
    )
    return kept
