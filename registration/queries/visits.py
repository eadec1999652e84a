"""Photos of visits: who sees them, and what stands.

Whoever reads the findings of a visit sees its photos: the table of `queries/assessment.py`. The organisation reads
neither, so its photos are not among the files it sees of its own case.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from inspection.models import AssessmentVisit
from sandbox_portal.documents.file_rows import Tag, scan_tag
from sandbox_portal.documents.queries import may_be_downloaded
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import VISIT_PHOTOS
from ..models import VisitPhoto
from .assessment import READS_ASSESSMENTS, assessed_applications_of


def visit_photos_visible_to(user: User) -> QuerySet[VisitPhoto]:
    """Photos of the visits whose findings the person reads; removed ones too, of which only the reason is shown."""
    return VisitPhoto.objects.filter(visit__case__in=assessed_applications_of(user).values("pk")).select_related(
        "attachment__evidence_file", "added_by", "removed_by"
    )


def standing_photos(visit: AssessmentVisit) -> QuerySet[VisitPhoto]:
    """The photos of a visit that were not removed, in the order of their numbers."""
    photos = VisitPhoto.objects.filter(visit=visit, removed_at=None)
    return photos.select_related("attachment__evidence_file").order_by("number")


def files_but_photos(user: User) -> Q:
    """Condition on files of an application: photos of visits are for those who read what a visit found."""
    others = ~Q(question_key=VISIT_PHOTOS)
    if not READS_ASSESSMENTS & roles_of(user):
        return others
    return others | ~Q(case__organisation__in=organisation_places(user))


def why_not_shown(photo: VisitPhoto) -> str:
    """Why a photo cannot be looked at now; empty when it can."""
    return may_be_downloaded(photo.attachment) or ""


@dataclass(frozen=True)
class ShownPhoto:
    """A photo as a page shows it. `scan` says what we know of viruses; `refusal` why it cannot be looked at now."""

    photo: VisitPhoto
    scan: Tag
    refusal: str


def shown_photos(photos: Iterable[VisitPhoto]) -> list[ShownPhoto]:
    return [ShownPhoto(each, scan_tag(each.attachment), why_not_shown(each)) for each in photos]
