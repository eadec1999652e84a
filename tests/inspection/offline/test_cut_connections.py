"""A line that breaks at any byte leaves no half visit, and what is sent afterwards is only what is missing (E05).

`CUTS=200` tries as many breaks; without it there are two dozen. Where they fall is drawn, and always the same.
"""

import hashlib
import io
import os
import random
import uuid

import pytest
from PIL import Image

from inspection.models import CapturedEntry, CapturedEvidence, CapturedPhoto, EvidenceItem, SyncOperation
from sandbox_portal.documents import storage
from tests.factories.inspection import a_visit, gathering

from .cutting import Line, Sender
from .tablet import Tablet, id_of

pytestmark = pytest.mark.django_db(transaction=True)
CUTS = int(os.environ.get("CUTS", "24"))


def a_large_photo(number):
    file = io.BytesIO()
    Image.effect_noise((120, 90), 20 + number % 60).convert("RGB").save(file, "JPEG", quality=70)
    return file.getvalue()


def waiting_on(tablet, number):
    """A note, two parts of the record, and two photos of the note."""
    note = tablet.says(text=f"Note {number}.")
    parts = [tablet.record(f"follow:{uuid.uuid4()}", f"Thing {number}.{each}") for each in (1, 2)]
    facts = {"capture": id_of(note), "visit": tablet.visit.pk, "captured_at": tablet.now.isoformat()}
    pictures = [a_large_photo(2 * number + each) for each in (0, 1)]
    photos = [
        {**facts, "id": str(uuid.uuid4()), "bytes": each, "fingerprint": hashlib.sha256(each).hexdigest()}
        for each in pictures
    ]
    return [note, *parts], photos


@pytest.fixture
def tablet():
    scene = gathering()
    tablet = Tablet(scene.lead)
    tablet.take(a_visit(scene))
    return tablet


def nothing_is_half():
    """Whatever has come is whole: each proof has what it proves, each answer its effect."""
    for proof in (*CapturedEvidence.objects.all(), *CapturedEntry.objects.all()):
        assert hashlib.sha256(proof.content.encode()).hexdigest() == proof.fingerprint
    proofs = CapturedEvidence.objects.count() + CapturedEntry.objects.count()
    assert proofs == SyncOperation.objects.filter(outcome="kept").count()
    assert EvidenceItem.objects.filter(uses=None).count() == 0


def photos_are_whole():
    for photo in CapturedPhoto.objects.select_related("attachment__evidence_file"):
        file = photo.attachment.evidence_file
        with storage.open_whole(file.stored_name, file.sha256) as content:
            assert hashlib.sha256(content.read()).hexdigest() == file.sha256


def test_a_line_that_breaks_at_any_byte_leaves_no_half_visit(live_server, tablet):
    with Line(live_server.url) as whole:
        assert Sender(tablet, *waiting_on(tablet, 0)).send(whole.port)
    draw = random.Random(20261122)
    expected = []

    for number in range(1, CUTS + 1):
        operations, photos = waiting_on(tablet, number)
        expected += [(uuid.UUID(each["id"]), each["fingerprint"]) for each in photos]
        sender = Sender(tablet, operations, list(photos))
        with Line(live_server.url, draw.randrange(1, whole.carried - 200)) as broken:
            assert not sender.send(broken.port)
        nothing_is_half()
        answered = {each["id"] for each in photos} - {each["id"] for each in sender.photos}
        sender.sent_photos = []
        with Line(live_server.url) as line:
            assert sender.send(line.port)
        assert answered.isdisjoint(sender.sent_photos)

    assert CapturedEvidence.objects.count() == CUTS + 1
    assert CapturedEntry.objects.count() == 2 * (CUTS + 1)
    found = CapturedPhoto.objects.filter(pk__in=[key for key, _ in expected]).values_list("pk", "fingerprint")
    assert sorted(found) == sorted(expected)
    photos_are_whole()


def test_the_line_of_these_tests_really_breaks(live_server, tablet):
    """The twin: a photo that stops in its middle is not there, though its first half has come."""
    _operations, photos = waiting_on(tablet, 1)
    sender = Sender(tablet, [], photos[:1])

    with Line(live_server.url, 1500 + len(photos[0]["bytes"]) // 2) as broken:
        assert not sender.send(broken.port)

    assert (broken.carried, CapturedPhoto.objects.count()) == (1500 + len(photos[0]["bytes"]) // 2, 0)
