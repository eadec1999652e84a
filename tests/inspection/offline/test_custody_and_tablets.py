"""The evidence index says when, on what and whether it is what was saved; tablets are listed, and files brought in."""

import base64
import csv
import hashlib
import io
import json
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inspection.actions.devices import revoke_device
from inspection.actions.visit_pack import ask_for_visit_pack, print_visit_pack
from inspection.bundling import evidence_index
from inspection.models import CapturedEvidence, CapturedPhoto, Device, EvidenceItem, PackTaken
from inspection.queries.offline import not_reported
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.inspection import evidence
from tests.factories.offline import taken
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

from .tablet import Tablet, a_photo, id_of


@pytest.fixture
def with_photo(away, tablet):
    """A note with a photo from the tablet, and one from a desk."""
    said, photo = tablet.says(), a_photo()
    tablet.sync(said)
    tablet.photo(id_of(said), content=photo)
    evidence(away.scene)
    return SimpleNamespace(said=said, photo=photo, case=away.scene.assessment.pk, client=tablet.client)


def test_the_index_shows_both_fingerprints_and_that_it_is_as_saved(with_photo):
    page = with_photo.client.get(reverse("evidence-index", args=[with_photo.case])).content.decode()

    kept = CapturedPhoto.objects.get().attachment.evidence_file.sha256
    for expected in (with_photo.said["fingerprint"], hashlib.sha256(with_photo.photo).hexdigest(), kept):
        assert expected in page
    assert page.count("As it was saved") == 1
    assert "Written at a desk" in page


def test_the_sheet_has_a_line_for_each_version_and_each_photo(with_photo):
    response = with_photo.client.get(reverse("evidence-index-sheet", args=[with_photo.case]))

    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [(row[0], row[12], bool(row[13])) for row in rows[1:]] == [
        ("1", "yes", False),
        ("1", "yes", True),
        ("2", "", False),
    ]


def test_the_download_of_the_case_holds_the_index_for_those_who_read_the_file(away, with_photo):
    case = away.scene.again().case

    found = {
        user.pk: [item.name for item in evidence_index(case, user)] for user in (away.scene.lead, away.scene.owner)
    }

    assert found == {away.scene.lead.pk: ["evidence index.csv"], away.scene.owner.pk: []}
    [item] = evidence_index(case, away.scene.lead)
    assert with_photo.said["fingerprint"] in item.open().read().decode()


def test_the_index_asks_as_much_for_many_as_for_one(away, with_photo, tablet):
    def add(count):
        said = [tablet.says() for _ in range(count)]
        tablet.sync(*said)
        tablet.photo(id_of(said[0]), content=a_photo(f"#{uuid.uuid4().hex[:6]}"))

    assert_same_queries(with_photo.client, reverse("evidence-index", args=[with_photo.case]), add=add)


def test_a_tablet_that_has_not_reported_since_the_visit_began_is_listed(away, tablet):
    lead = away.scene.lead
    later = away.visit.starts_at + timedelta(hours=3)
    assert [pack.visit for pack in not_reported(lead, at=later)] == [away.visit]
    assert list(not_reported(lead, at=database_now())) == []

    PackTaken.objects.update(reported_at=later, waiting=2)
    assert [pack.waiting for pack in not_reported(lead, at=later)] == [2]
    PackTaken.objects.update(waiting=0)
    assert list(not_reported(lead, at=later)) == []


def test_what_has_waited_for_its_other_part_for_a_week_is_said_on_the_list(away, tablet):
    """E02: a correction of something that never came, and a photo whose words never came."""
    missing, address = str(uuid.uuid4()), reverse("tablet-list")
    assert tablet.outcomes(tablet.says(base_version=1, id=missing, text="It is one month old.")) == ["held"]
    tablet.photo(str(uuid.uuid4()))
    assert "for a week" not in tablet.client.get(address).content.decode()

    with travelled_to(database_now() + timedelta(days=7, minutes=1)):
        later = sign_in(Client(), tablet.person).get(address).content.decode()

    assert "2 things from tablets have waited for their other part for a week." in later


def test_a_lost_tablet_is_taken_off_the_list_on_its_page(away, tablet):
    response = tablet.client.post(reverse("tablet-revoke", args=[tablet.id]), follow=True)

    assert "The tablet is off the list." in response.content.decode()
    assert Device.objects.get(pk=tablet.id).revoked_by == away.scene.lead


def test_the_list_of_tablets_asks_as_much_for_many_as_for_one(away, client, sign_in):
    def add(count):
        for index in range(count):
            taken(away.visit, [away.scene.lead, away.scene.second][index % 2])

    assert_same_queries(sign_in(client, away.scene.manager), reverse("tablet-list"), add=add)


def a_file(tablet, *operations, photos=(), **changes) -> SimpleUploadedFile:
    whole = {
        "version": 1,
        "device": str(tablet.id),
        "made_at": tablet.now.isoformat(),
        "operations": operations,
        "photos": photos,
        **changes,
    }
    return SimpleUploadedFile("visits.json", json.dumps(whole).encode(), content_type="application/json")


def bring_in(tablet, file):
    return tablet.client.post(reverse("tablet-bring-in"), {"file": file}, follow=True)


def test_a_file_is_brought_in_once_and_what_the_tablet_sends_later_is_known(away, tablet):
    said, photo = tablet.says(), a_photo()
    saved = {
        "id": str(uuid.uuid4()),
        "capture": id_of(said),
        "visit": away.visit.pk,
        "fingerprint": hashlib.sha256(photo).hexdigest(),
        "captured_at": tablet.now.isoformat(),
        "bytes": base64.b64encode(photo).decode(),
    }
    revoke_device(Device.objects.get(pk=tablet.id), by=away.scene.lead, at=database_now())

    for _ in range(2):
        page = bring_in(tablet, a_file(tablet, said, photos=[saved]))

    assert "All is kept: 1 notes and 1 photos." in page.content.decode()
    assert (EvidenceItem.objects.count(), CapturedPhoto.objects.count()) == (1, 1)
    assert CapturedEvidence.objects.get().came_by == "file"


def test_a_file_says_what_of_it_was_refused(tablet):
    page = bring_in(tablet, a_file(tablet, tablet.says(), tablet.says(text="Ann Hollis came."))).content.decode()

    assert "This seems to hold the name Ann Hollis" in page
    assert EvidenceItem.objects.count() == 1


def test_nobody_brings_in_what_somebody_else_wrote(away, tablet):
    other = Tablet(away.scene.second)
    other.visit = away.visit

    assert bring_in(other, a_file(tablet, tablet.says())).status_code == 409
    assert bring_in(other, SimpleUploadedFile("visits.json", b"[1]")).status_code == 409
    assert EvidenceItem.objects.count() == 0


def test_the_pack_is_there_on_paper(away, tablet):
    job = ask_for_visit_pack(away.visit, by=away.scene.lead, at=database_now())

    made = print_visit_pack(job, by=away.scene.lead, at=database_now())

    assert made.content.read(5) == b"%PDF-"
    assert made.shown_name == f"{away.scene.assessment} visit 1.pdf"
