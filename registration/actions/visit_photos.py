"""Photos of a visit: add them, say what each shows, take one away again. Nothing of it once the visit is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from inspection.models import AssessmentVisit
from inspection.workflow.visit_locks import held
from sandbox_portal.casework.events import record
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions.apart import describe_apart, put_apart, remove_apart
from sandbox_portal.documents.intake.pictures import kept_picture
from sandbox_portal.people.models import User

from ..choices import VISIT_PHOTOS, PhotoShows
from ..models import VisitPhoto
from ..queries.visits import standing_photos

MOST_PHOTOS = 40
LONGEST_SIDE = 2000  # pixels: enough to read a certificate on the wall


@dataclass(frozen=True)
class Taken:
    """Who took photos, and on which day."""

    photographer: str
    on: date


@dataclass(frozen=True)
class Described:
    """What is seen on a photo, whether somebody had to agree to it, and who did."""

    seen: str
    shows: str
    agreed: str = ""


def add_photo(
    visit: AssessmentVisit, *, upload: "UploadedFile[Any]", taken: Taken, by: User, at: datetime
) -> VisitPhoto:
    """Keep a photo, made smaller and without its place. The same one again is the photo that is there.

    It is examined before the transaction: that takes time, and bytes without a row are harmless.
    """
    with transaction.atomic():
        _open(visit, by=by, at=at)
    file = kept_picture(upload, longest_side=LONGEST_SIDE)
    with transaction.atomic():
        visit = _open(visit, by=by, at=at)
        photographer = _checked(taken, at=at)
        attachment = put_apart(visit.case, file=file, place=VISIT_PHOTOS, by=by, at=at)
        there = VisitPhoto.objects.filter(attachment=attachment).first()
        if there is not None and there.visit_id != visit.pk:
            raise Refused(f"“{attachment.shown_name}” is already a photo of another visit.")
        if there is not None:
            return there
        _refuse_too_many(visit)
        newest = VisitPhoto.objects.filter(visit=visit).aggregate(newest=Max("number"))["newest"] or 0
        photo = VisitPhoto.objects.create(
            visit=visit,
            number=newest + 1,
            attachment=attachment,
            photographer=photographer,
            taken_on=taken.on,
            added_at=at,
            added_by=by,
        )
        facts = {"photo": photo.number, **attachment.facts}
        record(visit.case, verb="photo of a visit added", by=by, at=at, note=str(photo), data=facts)
        return photo


@transaction.atomic
def describe_photos(
    visit: AssessmentVisit, *, described: Mapping[int, Described], by: User, at: datetime
) -> list[VisitPhoto]:
    """Say of photos, by their ids, what they show, for people who cannot see them, and who agreed to be shown."""
    visit = _open(visit, by=by, at=at)
    photos = list(standing_photos(visit).filter(pk__in=described).select_for_update(of=("self",)))
    if len(photos) != len(described):
        raise Refused("One of these photos was removed meanwhile. Open the page again.")
    for photo in photos:
        _describe(photo, described[photo.pk], by=by, at=at)
    record(visit.case, verb="photos of a visit described", by=by, at=at, data={"photos": len(photos)})
    return photos


def _describe(photo: VisitPhoto, words: Described, *, by: User, at: datetime) -> None:
    seen, agreed = words.seen.strip()[:300], words.agreed.strip()[:300]
    if not seen:
        raise Refused(f"Say what is seen on photo {photo.number}.")
    if words.shows not in PhotoShows.values:
        raise Refused(f"Say whether photo {photo.number} shows a person or a home.")
    if words.shows != PhotoShows.NEITHER and not agreed:
        raise Refused(f"Say who agreed to photo {photo.number}, or remove it.")
    photo.seen, photo.shows, photo.agreed = seen, words.shows, agreed
    photo.described_at, photo.described_by = at, by
    photo.save(update_fields=["seen", "shows", "agreed", "described_at", "described_by"])
    describe_apart(photo.attachment, description=seen, by=by, at=at)


@transaction.atomic
def remove_photo(photo: VisitPhoto, *, because: str, by: User, at: datetime) -> VisitPhoto:
    """Take a photo away again, and say why. That it was there stays written; nobody opens it any more."""
    visit = _open(photo.visit, by=by, at=at)
    photo = (
        VisitPhoto.objects.select_for_update(of=("self",)).select_related("attachment__evidence_file").get(pk=photo.pk)
    )
    if photo.removed_at is not None:
        raise Refused("This photo has already been removed.")
    if not because.strip():
        raise Refused("Say why the photo is removed.")
    photo.removed_because = because.strip()[:300]
    photo.removed_at, photo.removed_by = at, by
    photo.save(update_fields=["removed_at", "removed_by", "removed_because"])
    remove_apart(photo.attachment, by=by, at=at)
    note, facts = f"{photo}: {photo.removed_because}", {"photo": photo.number, **photo.attachment.facts}
    record(visit.case, verb="photo of a visit removed", by=by, at=at, note=note, data=facts)
    return photo


def _open(visit: AssessmentVisit, *, by: User, at: datetime) -> AssessmentVisit:
    visit = held(visit, by=by)
    if day_in_london(visit.starts_at) > day_in_london(at):
        raise Refused(f"This visit is on {in_words(visit.starts_at)}. Add photos once it has begun.")
    return visit


def _checked(taken: Taken, *, at: datetime) -> str:
    if taken.on > day_in_london(at):
        raise Refused("The day on which the photos were taken lies ahead. Give the day they were taken.")
    photographer = taken.photographer.strip()[:200]
    if not photographer:
        raise Refused("Say who took the photos.")
    return photographer


def _refuse_too_many(visit: AssessmentVisit) -> None:
    if standing_photos(visit).count() >= MOST_PHOTOS:
        raise Refused(f"There are {MOST_PHOTOS} photos of this visit already. Remove one before you add another.")
