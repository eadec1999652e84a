"""The pages of a visit with its photos: added from a phone, described, and never at the price of what was typed."""

import io
from datetime import timedelta
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from inspection.models import AssessmentVisit
from registration.actions.visit_photos import Described, describe_photos
from registration.models import VisitPhoto
from sandbox_portal.casework.models import AccessRecord
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.choices import LARGEST_FILE, ScanState
from sandbox_portal.documents.models import Attachment, EvidenceFile
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.documents.samples import photo as phone_photo
from tests.factories.assessments import Assessing, assessing, begun_visit, load_words, photo_of
from tests.factories.people import make_staff
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
FOUND = "The files are in a locked cupboard, and the rota is kept."


@pytest.fixture(scope="module")
def scene(kept_database) -> Assessing:
    load_words()
    scene = assessing()
    begun_visit(scene, at=database_now() - timedelta(minutes=5))
    return scene


@pytest.fixture(autouse=True)
def afresh(db, scene):
    """Each test reads the application anew; what another test did to it was undone."""
    scene.again()


@pytest.fixture
def visit(scene) -> AssessmentVisit:
    return AssessmentVisit.objects.get(case=scene.application.case_id)


@pytest.fixture
def client(scene) -> Client:
    return sign_in(Client(), scene.inspector)


def page(name: str, visit: AssessmentVisit, *more: object) -> str:
    return reverse(name, args=[visit.case_id, visit.pk, *more])


def coloured(colour: str) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG")
    return SimpleUploadedFile(f"{colour}.jpg", file.getvalue())


def taken(visit: AssessmentVisit) -> dict[str, object]:
    day = day_in_london(visit.starts_at)
    return {"photographer": "Ada Lowe", "taken_on_0": day.day, "taken_on_1": day.month, "taken_on_2": day.year}


def words_of(photo: VisitPhoto, seen: str, **more: str) -> dict[str, str]:
    said = {"seen": seen, "shows": "neither", **more}
    return {f"photo_{photo.pk}_{name}": value for name, value in said.items()}


def test_several_photos_are_added_at_once_and_then_described_on_one_page(client, visit):
    added = client.post(
        page("registration-visit-photos", visit), {**taken(visit), "files": [coloured("teal"), coloured("red")]}
    )
    assert added.url == page("registration-visit-photo-words", visit)
    first, second = visit.photos.all()

    words = {**words_of(first, "A cupboard with a lock"), **words_of(second, "A carer", shows="person")}
    refused = client.post(added.url, words)
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "Say who agreed to photo 2, or remove it" in said
    assert "A cupboard with a lock" in said

    saved = client.post(added.url, {**words, f"photo_{second.pk}_agreed_person": "The carer said yes"}, follow=True)
    shown = saved.content.decode()
    assert 'alt="A cupboard with a lock"' in shown
    assert "The carer said yes" in shown


def test_photos_that_are_taken_stay_when_another_one_is_refused(client, visit):
    answer = client.post(
        page("registration-visit-photos", visit),
        {**taken(visit), "files": [coloured("teal"), SimpleUploadedFile("door.jpg", b"MZ\x90\x00" * 40)]},
    )

    said = answer.content.decode()
    assert (answer.status_code, visit.photos.count()) == (422, 1)
    assert "“door.jpg” is not what its ending .jpg says." in said
    assert "1 photo is with the visit now. The others are not; the reasons are above." in said


def test_more_than_ten_at_once_are_not_taken(client, visit):
    several = [coloured(f"#0000{number:02x}") for number in range(11)]
    answer = client.post(page("registration-visit-photos", visit), {**taken(visit), "files": several})

    assert (answer.status_code, visit.photos.count()) == (422, 0)
    assert "Choose at most 10 photos at a time" in answer.content.decode()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (lambda: SimpleUploadedFile("plan.pdf", b"%PDF-1.7"), "“plan.pdf” is not a picture."),
        (
            lambda: SimpleUploadedFile("large.jpg", phone_photo() + bytes(LARGEST_FILE)),
            "“large.jpg” is larger than 25 MB.",
        ),
        (lambda: SimpleUploadedFile("door.heic", b"\0\0\0\x18ftypheic"), "“door.heic” is a HEIC photo"),
    ],
)
def test_a_photo_that_is_refused_is_told_by_its_name(client, visit, upload, sentence):
    answer = client.post(page("registration-visit-photos", visit), {**taken(visit), "files": [upload()]})

    assert (answer.status_code, visit.photos.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_a_visit_is_written_down_once_its_photos_say_what_is_seen(scene, client, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    typed = {
        "asked_looked_at": ["nothing"],
        "asked_agreed_to_talk": "nobody",
        "asked_insurance": "no",
        "summary": FOUND,
        "agreed": visit.agreed_how,
    }
    refused = client.post(page("visit-write", visit), typed)

    client.post(page("registration-visit-photo-words", visit), words_of(photo, "The rota on the wall"))
    answer = client.post(page("visit-write", visit), typed)

    visit.refresh_from_db()
    assert (refused.status_code, "Say what is seen on photo 1" in refused.content.decode()) == (409, True)
    assert FOUND in refused.content.decode()
    assert (answer.status_code, visit.summary, visit.done_by) == (302, FOUND, scene.inspector)


def test_the_picture_is_seen_by_readers_of_the_findings_alone_and_each_look_is_kept(scene, client, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    address = page("registration-visit-picture", visit, photo.pk)

    seen = client.get(address)
    provider = sign_in(Client(), scene.owner)
    download = reverse("evidence-download", args=[photo.attachment_id])
    codes = [provider.get(each).status_code for each in (address, download)]

    assert (seen.status_code, seen["Content-Type"], codes) == (200, "image/jpeg", [403, 404])
    assert (seen["Cache-Control"], seen["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert Image.open(io.BytesIO(b"".join(seen.streaming_content))).size == (60, 40)
    looked = AccessRecord.objects.get(page="registration-visit-picture")
    assert (looked.by, looked.case_id) == (scene.inspector, scene.application.pk)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ScanState.BEING_CHECKED, "This file is still being checked for viruses."),
        (ScanState.REFUSED, "A virus was found in this file, so nobody can open it."),
    ],
)
def test_a_photo_that_may_not_be_opened_says_so_in_its_place(scene, client, visit, state, words):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    EvidenceFile.objects.filter(pk=photo.attachment.evidence_file_id).update(scan_state=state)

    address = page("registration-visit-picture", visit, photo.pk)
    shown = client.get(page("visit-detail", visit)).content.decode()

    assert words in shown
    assert f'src="{address}"' not in shown
    assert client.get(address).status_code == 409


def test_a_photo_is_removed_on_its_page_and_the_reason_stays(scene, client, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    address = page("registration-visit-photo-remove", visit, photo.pk)

    refused = client.post(address, {"because": ""})
    shown = client.post(address, {"because": "A child can be seen."}, follow=True).content.decode()

    assert refused.status_code == 422
    assert "A child can be seen." in shown
    assert client.get(page("registration-visit-picture", visit, photo.pk)).status_code == 404


def test_photos_stand_among_the_files_of_the_case_by_what_is_seen(scene, client, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    described = {photo.pk: Described("The rota on the wall", "neither")}
    describe_photos(visit, described=described, by=scene.inspector, at=database_now())
    files = reverse("case-files", args=[visit.case_id])

    shown = client.get(files).content.decode()
    narrowed = client.get(files, {"question": "~visit"}).content.decode()
    provider = sign_in(Client(), scene.owner).get(files).content.decode()

    assert all("The rota on the wall" in each and "Photos of visits" in each for each in (shown, narrowed))
    assert "The rota on the wall" not in provider


def test_the_pages_of_a_visit_ask_no_more_for_thirty_photos(scene, client, visit):
    one = photo_of(visit, by=scene.inspector, at=database_now())
    own = {"visit": visit, "photographer": "Ada", "taken_on": one.taken_on, "added_by": scene.inspector}
    made = iter(range(2, 100))

    def add(count: int) -> None:
        """Rows alone: thirty pictures would be examined one by one."""
        for number in islice(made, count):
            facts = {"size": 1, "media_type": "image/jpeg", "stored_name": f"{number}", "scan_state": ScanState.CLEAN}
            file = EvidenceFile.objects.create(sha256=f"{number:064}", **facts)
            like = {"case": scene.application.case, "question_key": "~visit", "uploaded_by": scene.inspector}
            attachment = Attachment.objects.create(evidence_file=file, uploaded_at=one.added_at, **like)
            VisitPhoto.objects.create(number=number, attachment=attachment, added_at=one.added_at, **own)

    assert_same_queries(client, page("visit-detail", visit), add=add)


def test_a_visit_before_registration_stands_in_the_calendar_of_visits_for_its_readers(scene, client, visit):
    calendar, address = reverse("visit-calendar"), page("visit-detail", visit)
    other = sign_in(Client(), make_staff(Role.REGISTRATION_INSPECTOR))
    stranger = sign_in(Client(), make_staff(Role.PROGRAMME_LEAD))

    shown = [
        address in each.get(calendar, asked).content.decode()
        for each, asked in (
            (client, {}),
            (client, {"mine": "yes"}),
            (other, {}),
            (other, {"mine": "yes"}),
            (stranger, {}),
        )
    ]

    assert shown == [True, True, True, False, False]
