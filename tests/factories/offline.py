"""A tablet with a visit on it, what it sent, and a photo, by the real actions."""

import hashlib
import io
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from inspection.actions.captured_photos import Photo, take_in_photo
from inspection.actions.devices import add_device, note_report, take_visit_along
from inspection.actions.offline import take_in
from inspection.actions.record import keep_in_record
from inspection.actions.record_entries import Said
from inspection.models import AssessmentVisit, CapturedPhoto, Device, PackTaken
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from .inspection import LEARNING
from .worlds import World, builds

NO_TIME = timedelta(0)


def a_photo(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def device_of(person: User, name: str = "Tablet") -> Device:
    return add_device(device_id=uuid.uuid4(), secret=uuid.uuid4().hex * 2, name=name, by=person, at=database_now())


def taken(visit: AssessmentVisit, person: User, *, name: str = "Tablet") -> PackTaken:
    return take_visit_along(visit, device=device_of(person, name), by=person, at=database_now())


def operation(
    visit: AssessmentVisit, *, counter: int = 1, at: datetime, kind: str = "evidence", **values: Any
) -> dict[str, Any]:
    """One thing as the page on a tablet saves it."""
    own = {"id": str(uuid.uuid4()), "visit": visit.pk, "counter": counter, "captured_at": at.isoformat()}
    note = {
        "category": "people",
        "kind": "observation",
        "text": "The rota is up to date.",
        "source": "At the base",
        "statements": [LEARNING],
    }
    content = json.dumps({**own, **(note if kind == "evidence" else {}), **values})
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    return {
        "op_id": str(uuid.uuid4()),
        "kind": kind,
        "base_version": 0,
        "content": content,
        "fingerprint": fingerprint,
    }


def sent_photo(pack: PackTaken, capture_id: str, *, colour: str = "teal") -> CapturedPhoto:
    content, at = a_photo(colour), database_now()
    photo = Photo(uuid.uuid4(), uuid.UUID(capture_id), pack.visit, hashlib.sha256(content).hexdigest(), at, NO_TIME)
    upload = SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg")
    return take_in_photo(photo, upload=upload, device=pack.device, by=pack.device.person, at=at)


@builds(place=59)
def build(world: World) -> None:
    """The visit ahead is on the inspector's tablet, which sent one note with a photo."""
    person = world.people["inspector"]
    visit = AssessmentVisit.objects.get(pk=world.ids_of["visit-move"]["visit_id"])
    pack = taken(visit, person, name=world.canary("Device", "name"))
    note = operation(visit, at=database_now(), text=world.canary("CapturedEvidence", "content"))
    second, seen = visit.team.get(), Said("asked:seen", world.canary("RecordEntry", "stands"), 0)
    keep_in_record(visit, said=seen, by=second, at=database_now())
    what = {"kind": "record", "field": "asked:seen", "words": world.canary("RecordEntry", "words")}
    part = operation(visit, counter=2, at=database_now(), **what)
    take_in([note, part], device=pack.device, behind=NO_TIME, by=person, at=database_now())
    sent_photo(pack, json.loads(note["content"])["id"], colour="teal" if world.letter == "A" else "navy")
    note_report(pack.device, waiting={visit.pk: 1}, by=person, at=database_now())
    world.ids_of["offline-pack"] = world.ids_of["offline-ready"] = {"visit_id": visit.pk}
    world.ids_of["offline-photo"] = {"photo_id": uuid.uuid4()}
    world.ids_of["visit-print"] = {"case_id": visit.case_id, "visit_id": visit.pk}
    world.ids_of["evidence-index"] = world.ids_of["evidence-index-sheet"] = {"case_id": visit.case_id}
    beside = visit.record.get(standing="beside")
    world.ids_of["visit-choose"] = {"case_id": visit.case_id, "visit_id": visit.pk, "entry_id": beside.pk}
    world.ids_of["tablet-revoke"] = {"device_id": pack.device.pk}
