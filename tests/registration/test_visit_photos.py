"""Photos of a visit before registration: taken in, described, removed, and then never changed (R-276)."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from PIL import Image

from inspection.actions.visits import cancel_visit, move_visit
from inspection.models import AssessmentVisit
from registration.actions.recommending import recommend
from registration.actions.reports import issue_assessment_report
from registration.actions.visit_photos import Described, Taken, add_photo, describe_photos, remove_photo
from registration.models import VisitPhoto
from registration.queries.assessment import standing_recommendation
from registration.queries.visits import visit_photos_visible_to
from sandbox_portal.casework.models import Event
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.queries import timeline_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import attach_evidence, remove_attachment
from sandbox_portal.documents.actions.sweeping import clear_removed
from sandbox_portal.documents.bundles.contents import items_of
from sandbox_portal.documents.choices import QUARANTINE
from sandbox_portal.documents.models import Attachment, EvidenceFile
from sandbox_portal.documents.queries import attachments_visible_to
from sandbox_portal.operations.promises import damaged_files
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from tests.documents.samples import photo as phone_photo
from tests.factories.assessments import (
    GRANT,
    Assessing,
    assessing,
    begun_visit,
    found_at,
    load_words,
    photo_of,
    visit_of,
    write_everything,
)
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

CERTIFICATE = Described("The insurance certificate on the wall of the office", "neither")
CARER = Described("A carer washes her hands", "person", "The carer, Jo Lark, said yes at the door")


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


def finished(visit: AssessmentVisit, scene: Assessing, photos: dict[int, Described]) -> AssessmentVisit:
    if photos:
        describe_photos(visit, described=photos, by=scene.inspector, at=database_now())
    return found_at(visit, by=scene.inspector, at=database_now())


def bytes_of(photo: VisitPhoto) -> bytes:
    with storage.open_stored(photo.attachment.evidence_file.stored_name) as file:
        return file.read()


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.sentence


def test_a_photo_from_a_phone_is_kept_smaller_and_without_its_place(scene, visit):
    large = io.BytesIO()
    Image.new("RGB", (2400, 1800), "teal").save(large, "JPEG")
    at, taken = database_now(), Taken("Ada Lowe", day_in_london(database_now()))

    kept = [
        add_photo(visit, upload=SimpleUploadedFile(name, content), taken=taken, by=scene.inspector, at=at)
        for name, content in (("IMG_1.jpg", large.getvalue()), ("IMG_2.jpg", phone_photo()))
    ]

    files = [bytes_of(each) for each in kept]
    assert [(each.number, each.photographer, each.taken_on, each.added_by) for each in kept] == [
        (1, "Ada Lowe", taken.on, scene.inspector),
        (2, "Ada Lowe", taken.on, scene.inspector),
    ]
    assert Image.open(io.BytesIO(files[0])).size == (2000, 1500)
    assert dict(Image.open(io.BytesIO(files[1])).getexif()) == {}
    assert b"Bramble Row" not in files[1]


def test_the_same_photo_again_is_the_one_that_is_there(scene, visit):
    first, second = (photo_of(visit, by=scene.inspector, at=database_now()) for _ in range(2))

    assert first == second
    assert Attachment.objects.filter(case=scene.application.case).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.pdf", b"%PDF-1.7", "“plan.pdf” is not a picture. Choose a photo that is a JPG or PNG file."),
        (
            "door.jpg",
            b"MZ\x90\x00" * 40,
            "“door.jpg” is not what its ending .jpg says. Save it again in the right format and send that.",
        ),
        ("empty.jpg", b"", "“empty.jpg” is empty. Choose the file again."),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_nothing(scene, visit, name, content, sentence):
    taken = Taken("Ada Lowe", day_in_london(database_now()))

    said = refusal(
        lambda: add_photo(
            visit, upload=SimpleUploadedFile(name, content), taken=taken, by=scene.inspector, at=database_now()
        )
    )

    assert said == sentence
    assert not VisitPhoto.objects.exists()
    assert not Attachment.objects.filter(case=scene.application.case).exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (Described(" ", "neither"), "Say what is seen on photo 1."),
        (Described("A door", ""), "Say whether photo 1 shows a person or a home."),
        (Described("A carer", "person", " "), "Say who agreed to photo 1, or remove it."),
        (Described("A kitchen", "home"), "Say who agreed to photo 1, or remove it."),
    ],
)
def test_a_photo_says_what_is_seen_and_who_agreed(scene, visit, words, sentence):
    photo = photo_of(visit, by=scene.inspector, at=database_now())

    said = refusal(lambda: describe_photos(visit, described={photo.pk: words}, by=scene.inspector, at=database_now()))

    assert said == sentence


def test_the_words_of_a_photo_may_be_mended_until_the_visit_is_finished(scene, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    for words in (CERTIFICATE, CARER):
        describe_photos(visit, described={photo.pk: words}, by=scene.inspector, at=database_now())

    photo.refresh_from_db()
    assert (photo.seen, photo.shows, photo.agreed) == (CARER.seen, CARER.shows, CARER.agreed)
    assert photo.attachment.description == CARER.seen


def test_a_visit_is_not_finished_while_a_photo_says_nothing(scene, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())

    assert refusal(lambda: finished(visit, scene, {})) == "Say what is seen on photo 1, or remove it."
    assert finished(visit, scene, {photo.pk: CERTIFICATE}).done_at is not None


def test_a_visit_with_photos_is_neither_moved_nor_cancelled(scene, visit):
    photo_of(visit, by=scene.inspector, at=database_now())
    by = {"by": scene.inspector, "at": database_now()}

    sentences = {
        refusal(lambda: cancel_visit(visit, because="Nobody there", **by)),
        refusal(lambda: move_visit(visit, plan=None, **by)),
    }

    assert sentences == {
        "This visit has photos, so it took place. Write down what you found, or remove the photos first."
    }


def test_a_photo_is_removed_with_a_reason_and_its_place_in_the_count_stays(scene, visit):
    at = database_now()
    photo = photo_of(visit, by=scene.inspector, at=at)

    assert refusal(lambda: remove_photo(photo, because=" ", by=scene.inspector, at=at)) == (
        "Say why the photo is removed."
    )
    removed = remove_photo(photo, because="A child can be seen in it.", by=scene.inspector, at=at)
    next_one = photo_of(visit, by=scene.inspector, at=at)

    assert (removed.removed_by, removed.removed_because) == (scene.inspector, "A child can be seen in it.")
    assert (next_one.number, next_one.attachment_id != photo.attachment_id) == (2, True)
    assert list(attachments_visible_to(scene.inspector).filter(case=scene.application.case)) == [next_one.attachment]


def removed_photo(visit: AssessmentVisit, scene: Assessing) -> VisitPhoto:
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    return remove_photo(photo, because="A child can be seen in it.", by=scene.inspector, at=database_now())


def lies_there(photo: VisitPhoto) -> bool:
    return (storage.root() / photo.attachment.evidence_file.stored_name).exists()


def test_a_month_after_a_photo_was_removed_its_bytes_are_gone_and_that_it_was_there_stays(scene, visit):
    photo = removed_photo(visit, scene)

    young = clear_removed(at=database_now() + QUARANTINE - timedelta(minutes=1)), lies_there(photo)
    old = [clear_removed(at=database_now() + QUARANTINE + timedelta(minutes=1)) for _night in range(2)]

    assert (young, old, lies_there(photo)) == ((0, True), [1, 0], False)
    assert VisitPhoto.objects.get(pk=photo.pk).removed_because == "A child can be seen in it."
    assert list(damaged_files()) == []


def test_a_photo_that_stands_again_or_somewhere_else_keeps_its_bytes(scene, visit):
    photo = removed_photo(visit, scene)
    again = photo_of(visit, by=scene.inspector, at=database_now())

    assert clear_removed(at=database_now() + QUARANTINE * 2) == 0
    assert (again.attachment.evidence_file_id, lies_there(again)) == (photo.attachment.evidence_file_id, True)
    with pytest.raises(DatabaseError, match="stands somewhere keeps its bytes"), transaction.atomic():
        EvidenceFile.objects.filter(pk=again.attachment.evidence_file_id).update(bytes_removed_at=database_now())


def test_a_photo_whose_bytes_are_gone_can_be_sent_again(scene, visit):
    photo = removed_photo(visit, scene)
    clear_removed(at=database_now() + QUARANTINE * 2)
    again = photo_of(visit, by=scene.inspector, at=database_now())

    assert (again.attachment.evidence_file_id, lies_there(again)) == (photo.attachment.evidence_file_id, True)
    assert (again.attachment.evidence_file.bytes_removed_at, list(damaged_files())) == (None, [])


def test_photos_are_added_by_inspectors_from_the_day_of_the_visit_on(scene, visit):
    at = database_now()
    ahead, other = visit_of(scene, at=at), make_staff(Role.REGISTRATION_MANAGER)
    tomorrow = Taken("Ada Lowe", day_in_london(at) + timedelta(days=1))
    upload = SimpleUploadedFile("door.png", phone_photo(fmt="PNG"))

    assert "Add photos once it has begun." in refusal(lambda: photo_of(ahead, by=scene.inspector, at=at))
    assert refusal(lambda: photo_of(visit, by=other, at=at))
    assert refusal(lambda: add_photo(visit, upload=upload, taken=tomorrow, by=scene.inspector, at=at)) == (
        "The day on which the photos were taken lies ahead. Give the day they were taken."
    )


def test_those_who_read_the_findings_see_photos_and_the_organisation_does_not(scene, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    own = make_staff(Role.REGISTRATION_MANAGER)
    Membership.objects.create(user=own, organisation=scene.application.organisation, place=Place.READER)
    people = [
        scene.inspector,
        make_staff(Role.AUDITOR),
        make_staff(Role.INSPECTOR),
        scene.owner,
        own,
        make_staff(Role.PROGRAMME_LEAD),
    ]

    case = scene.application.case
    seen = [
        (
            visit_photos_visible_to(each).filter(pk=photo.pk).exists(),
            attachments_visible_to(each).filter(pk=photo.attachment_id).exists(),
            any(item.key == f"attachment:{photo.attachment_id}" for item in items_of(case, each)),
            any("photo" in line.words.lower() for line in timeline_of(case, each)),
        )
        for each in people
    ]

    assert seen[:3] == [(True, True, True, True)] * 3
    assert seen[3:5] == [(False, False, False, False)] * 2
    assert seen[5][:3] == (False, False, False)


def test_the_shared_pages_of_files_neither_add_nor_remove_a_photo(scene, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    by = {"by": scene.inspector, "at": database_now()}
    upload = SimpleUploadedFile("door.png", phone_photo(fmt="PNG"))

    sentences = {
        refusal(lambda: remove_attachment(photo.attachment, **by)),
        refusal(lambda: attach_evidence(scene.application.case, upload=upload, question_key="~visit", **by)),
    }

    assert sentences == {"This file is kept with what it belongs to. It is added, changed and taken away there."}


def test_the_database_keeps_the_photos_of_a_finished_visit_as_they_are(scene, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    finished(visit, scene, {photo.pk: CARER})
    its_file = Attachment.objects.filter(pk=photo.attachment_id)

    assert refusal(lambda: remove_photo(photo, because="Oh", by=scene.inspector, at=database_now())) == (
        "This visit is written down already. Whoever endorses it can send it back."
    )
    with pytest.raises(DatabaseError, match="its photos stay as they are"), transaction.atomic():
        VisitPhoto.objects.filter(pk=photo.pk).update(seen="Nothing")
    with pytest.raises(DatabaseError, match="not deleted"), transaction.atomic():
        VisitPhoto.objects.filter(pk=photo.pk).delete()
    with pytest.raises(DatabaseError, match="its photos stay as they are"), transaction.atomic():
        VisitPhoto.objects.create(
            visit=visit,
            number=2,
            attachment=photo.attachment,
            photographer="Ada",
            taken_on=photo.taken_on,
            added_at=photo.added_at,
            added_by=scene.inspector,
        )
    with pytest.raises(DatabaseError, match="a photo of a visit that is over"), transaction.atomic():
        its_file.update(removed_at=database_now(), removed_by=scene.inspector)
    with pytest.raises(DatabaseError, match="a photo of a visit that is over"), transaction.atomic():
        its_file.update(description="Nothing")


def test_twin_without_the_triggers_photos_of_a_finished_visit_change(scene, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    finished(visit, scene, {photo.pk: CARER})

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registration_visitphoto DISABLE TRIGGER visit_photos_stay")
        cursor.execute("ALTER TABLE documents_attachment DISABLE TRIGGER files_of_photos_stay")
        assert VisitPhoto.objects.filter(pk=photo.pk).update(seen="Nothing") == 1
        assert Attachment.objects.filter(pk=photo.attachment_id).update(description="Nothing") == 1
        cursor.execute("ALTER TABLE documents_attachment ENABLE TRIGGER files_of_photos_stay")
        cursor.execute("ALTER TABLE registration_visitphoto ENABLE TRIGGER visit_photos_stay")


def test_the_database_finishes_no_visit_whose_photo_says_nothing(scene, visit):
    photo_of(visit, by=scene.inspector, at=database_now())

    with pytest.raises(DatabaseError, match="says nothing of what is seen"), transaction.atomic():
        AssessmentVisit.objects.filter(pk=visit.pk).update(done_at=database_now(), done_by=scene.inspector)


def test_the_report_for_the_manager_names_each_photo(scene, visit):
    at = database_now()
    write_everything(scene, at=at)
    photo = photo_of(visit, by=scene.inspector, at=at)
    gone = photo_of(visit, by=scene.inspector, at=at, colour="red")
    remove_photo(gone, because="Blurred", by=scene.inspector, at=at)
    finished(visit, scene, {photo.pk: CARER})
    recommend(scene.again(), grounds=GRANT, by=scene.inspector, at=database_now())

    report = issue_assessment_report(standing_recommendation(scene.again()), by=None, at=database_now())

    table = next(each for each in report.data["tables"] if each["caption"] == "Photos of the visits")
    assert table["rows"] == [["Photo 1", CARER.seen, CARER.agreed, f"Ada Lowe, {day_in_words(photo.taken_on)}"]]


def test_the_timeline_says_which_photo_and_never_what_it_shows(scene, visit):
    photo = photo_of(visit, by=scene.inspector, at=database_now())
    describe_photos(visit, described={photo.pk: CARER}, by=scene.inspector, at=database_now())

    lines = Event.objects.filter(case=scene.application.case, verb__contains="photo").order_by("sequence")
    assert [(each.verb, each.note) for each in lines] == [
        ("photo of a visit added", "Photo 1"),
        ("photos of a visit described", ""),
    ]
