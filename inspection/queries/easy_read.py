"""The easy-read version of a report as a file, beside what is written in the portal (R-407)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.documents.models import Attachment
from sandbox_portal.documents.queries import may_be_downloaded

from ..choices.reports import EASY_READ_PLACE
from ..models import Assessment, Publication, SentDraft


@once_a_look
def easy_read_file_of(assessment: Assessment) -> Attachment | None:
    """The file that goes out with the next draft and the next publication."""
    found = Attachment.objects.filter(case=assessment.pk, question_key=EASY_READ_PLACE, removed_at=None)
    return found.select_related("evidence_file").order_by("-uploaded_at", "-pk").first()


def published_easy_read(publication: Publication) -> Attachment | None:
    """The file that was published with a report; none while it cannot be opened."""
    return _told_in(publication.snapshot, publication.assessment_id)


def drafted_easy_read(draft: SentDraft) -> Attachment | None:
    """The file that went out with a draft, also when its team has put another in its place since."""
    return _told_in(draft.content, draft.assessment_id)


def _told_in(report: Mapping[str, Any], assessment: UUID) -> Attachment | None:
    told: Mapping[str, Any] | None = report.get("easy_read_file")
    if not told:
        return None
    found = Attachment.objects.filter(pk=told["id"], case=assessment, question_key=EASY_READ_PLACE)
    there = found.select_related("evidence_file").first()
    return there if there is not None and may_be_downloaded(there) is None else None
