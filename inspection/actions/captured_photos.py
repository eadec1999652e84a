"""Take in a photo from a tablet: the very bytes that were saved there, examined and kept as every file (E05, D17)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions.evidence import About, attach_evidence
from sandbox_portal.people.models import User

from ..choices.offline import CameBy
from ..models import AssessmentVisit, CapturedPhoto, Device, PackTaken
from ..queries.offline import pack_of
from ..rulebook.captured import behind_when_saved, fingerprint_of, seconds_of
from ..visited import visited
from .arrivals import NOT_THERE
from .devices import REVOKED
from .offline import DAMAGED

ANOTHER = "Another photo came under the same number. Take this one again."


class DamagedPhotoError(Refused):
    """It is to be sent again as it is."""


@dataclass(frozen=True)
class Photo:
    """What the tablet says of a photo: its id, what it belongs to, its fingerprint, and when it was taken."""

    photo_id: UUID
    capture_id: UUID
    visit: AssessmentVisit
    fingerprint: str
    captured_at: datetime
    behind: timedelta


def take_in_photo(
    photo: Photo,
    *,
    upload: "UploadedFile[Any]",
    device: Device,
    by: User,
    at: datetime,
    came_by: str = CameBy.TABLET,
) -> CapturedPhoto:
    """Keep a photo once. The same again is the same photo; other bytes under its id are refused, and change nothing."""
    there = _there(photo, by=by)
    if there is not None:
        return there
    pack = _refuse_unless_theirs(photo, device, by=by, came_by=came_by)
    behind = behind_when_saved(photo.captured_at, photo.behind, taken_at=pack.taken_at, at=at)
    bytes_sent = upload.read()
    if fingerprint_of(bytes_sent) != photo.fingerprint:
        raise DamagedPhotoError(DAMAGED)
    about = About(description=f"Photo from {str(photo.visit).lower()}")
    attachment = attach_evidence(photo.visit.case, upload=upload, about=about, by=by, at=at)
    with transaction.atomic():
        Device.objects.select_for_update().get(pk=device.pk)
        there = _there(photo, by=by)
        if there is not None:
            return there
        return CapturedPhoto.objects.create(
            pk=photo.photo_id,
            capture_id=photo.capture_id,
            visit=photo.visit,
            attachment=attachment,
            device=device,
            fingerprint=photo.fingerprint,
            size=len(bytes_sent),
            captured_at=photo.captured_at,
            received_at=at,
            clock_behind=seconds_of(behind),
            came_by=came_by,
        )


def _there(photo: Photo, *, by: User) -> CapturedPhoto | None:
    there = CapturedPhoto.objects.filter(pk=photo.photo_id).select_related("device").first()
    if there is not None and (there.fingerprint != photo.fingerprint or there.device.person_id != by.pk):
        raise Refused(ANOTHER)
    return there


def _refuse_unless_theirs(photo: Photo, device: Device, *, by: User, came_by: str) -> PackTaken:
    if device.revoked_at is not None and came_by == CameBy.TABLET:
        raise Refused(REVOKED)
    pack = pack_of(device, photo.visit)
    if pack is None or not visited(photo.visit.case).works_on(photo.visit.case, by):
        raise Refused(NOT_THERE)
    return pack
