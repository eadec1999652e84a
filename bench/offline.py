"""How long the portal needs for what a tablet brings back: 200 notes in batches of 25, and 60 photos.

It works on the demonstration, which it loads first: an assessment that gathers evidence, by its lead inspector.
Beside them: the same note written at a desk, by the action of its page; and Pillow alone, which writes a photo anew.
"""

import argparse
import hashlib
import io
import json
import uuid
from datetime import timedelta
from time import perf_counter
from typing import Any

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 - settings are there only now
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from PIL import Image  # noqa: E402

from inspection.actions.captured_photos import Photo, take_in_photo  # noqa: E402
from inspection.actions.devices import add_device, take_visit_along  # noqa: E402
from inspection.actions.evidence import Piece, add_evidence  # noqa: E402
from inspection.actions.offline import take_in  # noqa: E402
from inspection.choices.assessments import AssessmentStage  # noqa: E402
from inspection.models import Assessment, PackTaken  # noqa: E402
from sandbox_portal.people.clock import database_now  # noqa: E402

BATCH = 25
AIM = 2.5  # as anything that is saved
IN_STEP = timedelta(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-visits", description=__doc__)
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--photos", type=int, default=60)
    wanted = parser.parse_args()
    for command in ("load_content", "load_demo"):
        call_command(command, stdout=io.StringIO())
    pack = _pack()
    notes = [_note(pack, number) for number in range(wanted.notes)]
    print("| What | How many | Seconds | Each, ms | Statements each | Against the floor | Aim |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    with CaptureQueriesContext(connection) as one:
        _send(pack, [_note(pack, wanted.notes)])
    desk = _timed(lambda: [_at_a_desk(pack, number) for number in range(wanted.notes)])
    _tell("notes, in batches of 25", wanted.notes, _timed(lambda: _send(pack, notes)), len(one), floor=desk)
    with CaptureQueriesContext(connection) as again:
        _send(pack, notes[:1])
    _tell("the same sent again", wanted.notes, _timed(lambda: _send(pack, notes)), len(again), floor=desk)
    pictures = [_picture(number) for number in range(wanted.photos)]
    seconds = _timed(lambda: _send_photos(pack, pictures))
    alone = _timed(lambda: [_made_anew(each) for each in pictures])
    _tell(f"photos of {len(pictures[0]) // 1000} KB", wanted.photos, seconds, floor=alone)


def _pack() -> PackTaken:
    gathering = Assessment.objects.filter(case__stage=AssessmentStage.GATHERING, case__visits__isnull=False).distinct()
    assessment = gathering.select_related("lead").order_by("case__opened_at")[0]
    assert assessment.lead is not None
    visit = assessment.case.visits.order_by("starts_at")[0]
    how: dict[str, Any] = {"by": assessment.lead, "at": database_now()}
    device = add_device(device_id=uuid.uuid4(), secret=uuid.uuid4().hex * 2, name="Tablet", **how)
    return take_visit_along(visit, device=device, **how)


def _note(pack: PackTaken, number: int) -> dict[str, Any]:
    said = {
        "id": str(uuid.uuid4()),
        "visit": pack.visit_id,
        "counter": number,
        "captured_at": database_now().isoformat(),
        "category": "observation",
        "kind": "observation",
        "text": f"Note {number}: the rota hangs by the door and is up to date. " * 4,
        "source": "At the base",
        "statements": pack.visit.case.assessment.statements[:2],
    }
    content = json.dumps(said)
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    op_id = str(uuid.uuid4())
    return {"op_id": op_id, "kind": "evidence", "base_version": 0, "content": content, "fingerprint": fingerprint}


def _send(pack: PackTaken, notes: list[dict[str, Any]]) -> None:
    for first in range(0, len(notes), BATCH):
        batch = notes[first : first + BATCH]
        answers = take_in(batch, device=pack.device, behind=IN_STEP, by=pack.device.person, at=database_now())
        assert {each["outcome"] for each in answers} == {"kept"}, answers


def _picture(number: int) -> bytes:
    """1,600 by 1,200 points of noise around a colour, as large as an ordinary photo."""
    picture = Image.effect_noise((1600, 1200), 24 + number % 7).convert("RGB")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60)
    return file.getvalue()


def _send_photos(pack: PackTaken, pictures: list[bytes]) -> None:
    for content in pictures:
        now, fingerprint = database_now(), hashlib.sha256(content).hexdigest()
        photo = Photo(uuid.uuid4(), uuid.uuid4(), pack.visit, fingerprint, now, IN_STEP)
        upload = SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg")
        take_in_photo(photo, upload=upload, device=pack.device, by=pack.device.person, at=now)


def _timed(work: Any) -> float:
    before = perf_counter()
    work()
    return perf_counter() - before


def _at_a_desk(pack: PackTaken, number: int) -> None:
    said = json.loads(_note(pack, number)["content"])
    words = {name: said[name] for name in ("text", "source", "statements")}
    now = database_now()
    piece = Piece(said["category"], said["kind"], "visit", **words, seen_at=now, visit=pack.visit)
    add_evidence(pack.visit.case.assessment, piece=piece, by=pack.device.person, at=now)


def _made_anew(content: bytes) -> None:
    with Image.open(io.BytesIO(content)) as picture:
        picture.save(io.BytesIO(), "JPEG", quality=90)


def _tell(what: str, count: int, seconds: float, statements: int | None = None, *, floor: float) -> None:
    ratio = seconds / floor
    cells = f"{count} | {seconds:.1f} | {1000 * seconds / count:.0f} | {statements or '–'}"
    print(f"| {what} | {cells} | {ratio:.2f}{' !' if ratio > AIM else ''} | {AIM} |")


if __name__ == "__main__":
    main()
