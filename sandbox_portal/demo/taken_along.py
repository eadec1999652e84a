"""What came back from the inspector's tablet: two notes and a photo; a visit ahead on it; a phone that is silent."""

import hashlib
import io
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from inspection.actions.captured_photos import Photo, take_in_photo
from inspection.actions.devices import add_device, note_ready, note_report, take_visit_along
from inspection.actions.offline import take_in
from inspection.models import Assessment, AssessmentVisit, Device, PackTaken
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User

IN_STEP = timedelta(0)  # the clock of the tablet is right


def taken_along(assessment: Assessment, *, over: AssessmentVisit, notes: list[dict[str, Any]], lead: User) -> None:
    """The visit that is over was on a tablet, which sent what it had, and on a phone that was not heard from again."""
    ahead = assessment.case.visits.exclude(pk=over.pk).get()
    tablet = _pack("Tablet of the team", over, lead=lead)
    _pack("Old phone", over, lead=lead)
    operations = [_saved(over, note, counter) for counter, note in enumerate(notes, start=1)]
    take_in(operations, device=tablet.device, behind=IN_STEP, by=lead, at=database_now())
    _photo(tablet, json.loads(operations[0]["content"])["id"], lead=lead)
    ready = take_visit_along(ahead, device=tablet.device, by=lead, at=database_now())
    begun = {"field": "asked:records", "words": "The rota of last month, which they sent us before the visit."}
    part = _saved(ahead, begun, len(notes) + 1, kind="record", at=database_now())
    take_in([part], device=tablet.device, behind=IN_STEP, by=lead, at=database_now())
    note_ready(ready, by=lead, at=database_now())
    note_report(tablet.device, waiting={over.pk: 0, ahead.pk: 0}, by=lead, at=database_now())


def _pack(name: str, visit: AssessmentVisit, *, lead: User) -> PackTaken:
    secret = uuid.uuid4().hex * 2
    device: Device = add_device(device_id=uuid.uuid4(), secret=secret, name=name, by=lead, at=database_now())
    with travelled_to(visit.starts_at - timedelta(hours=1)):
        return take_visit_along(visit, device=device, by=lead, at=database_now())


def _saved(
    visit: AssessmentVisit, note: dict[str, Any], counter: int, *, kind: str = "evidence", at: datetime | None = None
) -> dict[str, Any]:
    """A note, or a part of the record, as the page on a tablet saves it: during the visit, or `at` a moment."""
    saved_at = at or visit.starts_at + timedelta(minutes=40 * counter)
    own = {"id": str(uuid.uuid4()), "visit": visit.pk, "counter": counter, "captured_at": saved_at.isoformat()}
    content = json.dumps({**own, **note})
    return {
        "op_id": str(uuid.uuid4()),
        "kind": kind,
        "base_version": 0,
        "content": content,
        "fingerprint": hashlib.sha256(content.encode()).hexdigest(),
    }


def _photo(pack: PackTaken, capture_id: str, *, lead: User) -> None:
    content, at = _drawn(), database_now()
    photo = Photo(
        photo_id=uuid.uuid4(),
        capture_id=uuid.UUID(capture_id),
        visit=pack.visit,
        fingerprint=hashlib.sha256(content).hexdigest(),
        captured_at=pack.visit.starts_at + timedelta(minutes=41),
        behind=IN_STEP,
    )
    upload = SimpleUploadedFile("board.jpg", content, content_type="image/jpeg")
    take_in_photo(photo, upload=upload, device=pack.device, by=lead, at=at)


def _drawn() -> bytes:
    """A picture of a board with lines on it: nobody's photo."""
    picture = Image.new("RGB", (800, 600), "#e9e4d8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((120, 80, 680, 520), fill="white", outline="#6b4f2a", width=14)
    for line in range(6):
        pen.rectangle((180, 140 + 60 * line, 620 - 40 * (line % 3), 156 + 60 * line), fill="#005b5e")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()
