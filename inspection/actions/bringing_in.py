"""Bring in what a tablet saved to a file: the same things, by the same doors, each kept once (E05)."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.offline import CameBy, Outcome
from ..models import AssessmentVisit, Device
from ..rulebook.captured import ACCEPTED, UnreadableError, read_moment, skew
from .arrivals import NOT_THERE
from .captured_photos import Photo, take_in_photo
from .offline import take_in

NOT_OURS = "This is not a file that a tablet saved."
NOT_YOURS = "This file was saved by somebody else. Each person brings in what they wrote themselves."
CONFLICT = "One thing was changed elsewhere meanwhile. Both are kept; choose on the tablet, or correct it here."
MOST_THINGS = 5000


@dataclass(frozen=True)
class BroughtIn:
    """How many things are in the portal now, and a sentence for each that is not."""

    kept: int
    photos: int
    refusals: tuple[str, ...]


def bring_in(text: str, *, by: User, at: datetime) -> BroughtIn:
    """Take in every thing of a file of the person's own tablet, also of one that was taken off the list since."""
    try:
        whole = json.loads(text)
        device_id, made_at = UUID(whole["device"]), read_moment(whole["made_at"])
        operations, photos = list(whole["operations"]), list(whole["photos"])
        if whole["version"] not in ACCEPTED or len(operations) + len(photos) > MOST_THINGS:
            raise UnreadableError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(NOT_OURS) from error
    device = Device.objects.filter(pk=device_id).first()
    if device is None or device.person_id != by.pk:
        raise Refused(NOT_YOURS)
    # By how much the clock is wrong is not known of a file, but a tablet ahead of us was certainly wrong.
    behind = min(skew(made_at, at=at), timedelta(0))
    answers = take_in(operations, device=device, behind=behind, by=by, at=at, came_by=CameBy.FILE)
    said = [_photo(each, device=device, behind=behind, by=by, at=at) for each in photos]
    refusals = [each["sentence"] for each in answers if each["outcome"] == Outcome.REFUSED]
    refusals += [CONFLICT for each in answers if each["outcome"] == Outcome.CONFLICT]
    kept = sum(each["outcome"] in {Outcome.KEPT, Outcome.HELD} for each in answers)
    return BroughtIn(kept, said.count(""), (*refusals, *(each for each in said if each)))


def _photo(sent: Mapping[str, Any], *, device: Device, behind: timedelta, by: User, at: datetime) -> str:
    """Nothing when it is kept, or why it is not."""
    try:
        content = base64.b64decode(sent["bytes"], validate=True)
        visit = AssessmentVisit.objects.select_related("case").filter(pk=int(sent["visit"])).first()
        if visit is None:
            return NOT_THERE
        photo = Photo(
            photo_id=UUID(sent["id"]),
            capture_id=UUID(sent["capture"]),
            visit=visit,
            fingerprint=str(sent["fingerprint"]),
            captured_at=read_moment(sent["captured_at"]),
            behind=behind,
        )
        upload = SimpleUploadedFile(f"{photo.photo_id.hex[:8]}.jpg", content, content_type="image/jpeg")
        take_in_photo(photo, upload=upload, device=device, by=by, at=at, came_by=CameBy.FILE)
    except Refused as refused:
        return refused.sentence
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return NOT_OURS
    return ""
