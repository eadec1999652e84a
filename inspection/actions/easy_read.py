"""Put the easy-read version of a report to it as a file, and take it away again (R-407)."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions.apart import put_apart, remove_apart
from sandbox_portal.documents.intake.papers import kept_paper
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.models import User

from ..choices.reports import EASY_READ_PLACE
from ..models import Assessment
from ..queries.easy_read import easy_read_file_of
from ..workflow import ASSESSMENT


def add_easy_read(assessment: Assessment, *, upload: "UploadedFile[Any]", by: User, at: datetime) -> Attachment:
    """Keep the file; the one before is taken away. What was sent or published with it stays.

    It is examined before the transaction: that takes time, and bytes without a row are harmless.
    """
    _refuse_unless_written(assessment, by=by)
    file = kept_paper(upload)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=assessment.pk)
        _refuse_unless_written(assessment, by=by)
        before = easy_read_file_of(assessment)
        added = put_apart(case, file=file, place=EASY_READ_PLACE, by=by, at=at)
        if before is not None and before.pk != added.pk:
            remove_apart(before, by=by, at=at)
        record(case, verb="easy read file added", by=by, at=at, data=added.facts)
        return added


@transaction.atomic
def remove_easy_read(assessment: Assessment, *, by: User, at: datetime) -> Attachment:
    """Send and publish the report without the file."""
    case = Case.objects.select_for_update().get(pk=assessment.pk)
    _refuse_unless_written(assessment, by=by)
    there = easy_read_file_of(assessment)
    if there is None:
        raise Refused("There is no easy read file.")
    record(case, verb="easy read file taken away", by=by, at=at, data=there.facts)
    return remove_apart(there, by=by, at=at)


def _refuse_unless_written(assessment: Assessment, *, by: User) -> None:
    refusal = ASSESSMENT.refusal("write_report", assessment, by)
    if refusal:
        raise Refused(refusal)
