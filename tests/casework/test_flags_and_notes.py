"""Flags and staff notes: raised, lowered, corrected, and read by nobody they are not for."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from sandbox_portal.casework.actions.desk import lower_flag, raise_flag, write_note
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.desk_words import read_flags, read_holds
from sandbox_portal.casework.models import Case, Event, Flag, StaffNote
from sandbox_portal.casework.queries import notes_visible_to
from sandbox_portal.casework.queue_rules import read_routing
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.routing import load_routing
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now

SECRET = "We wonder about their insurance."


@pytest.fixture
def case(send):
    return send("Large print", "LF-0001")


def test_a_flag_goes_up_once_and_comes_down_and_stays_as_history(case, lead):
    flag = raise_flag(case, code="urgent", reason="It cannot wait.", by=lead, at=database_now())
    with pytest.raises(Refused, match="is up already"):
        raise_flag(case, code="urgent", reason="Again.", by=lead, at=database_now())

    assert Case.objects.get().flags == ["urgent"]
    lower_flag(flag, by=lead, at=database_now())
    assert (Case.objects.get().flags, Flag.objects.get().lowered_by) == ([], lead)


def test_the_flags_beside_a_case_cannot_be_written_by_hand(case, lead):
    raise_flag(case, code="complaint", reason="They wrote.", by=lead, at=database_now())

    Case.objects.update(flags=["urgent", "media"])

    assert Case.objects.get().flags == ["complaint"]


def test_an_auditor_reads_and_changes_nothing(case, staff_user):
    auditor = staff_user(Role.AUDITOR)

    for action in (
        lambda: raise_flag(case, code="urgent", reason="x", by=auditor, at=database_now()),
        lambda: write_note(case, text="x", by=auditor, at=database_now()),
    ):
        with pytest.raises(Refused, match="You can read this case, not work on it"):
            action()


def test_a_note_is_corrected_by_another_and_never_changed(case, lead):
    note = write_note(case, text="They have 12 carers.", by=lead, at=database_now())
    better = write_note(case, text="They have 21 carers.", corrects=note, by=lead, at=database_now())

    assert list(notes_visible_to(lead).order_by("pk")) == [note, better]
    with pytest.raises(Refused, match="corrected already"):
        write_note(case, text="Once more.", corrects=note, by=lead, at=database_now())
    for change in (lambda: StaffNote.objects.update(text="x"), lambda: StaffNote.objects.all().delete()):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()


def test_the_organisation_reads_a_note_nowhere(case, lead, owner, provider_client, lead_client):
    write_note(case, text=SECRET, by=lead, at=database_now())

    assert SECRET in lead_client.get(reverse("case-desk", args=[case.pk])).content.decode()
    assert list(notes_visible_to(owner)) == []
    for address in ("/", reverse("my-actions"), reverse("case-timeline", args=[case.pk])):
        assert SECRET not in provider_client.get(address).content.decode()
    assert provider_client.get(reverse("case-desk", args=[case.pk])).status_code == 403
    assert not Event.objects.filter(note__contains=SECRET).exists()


def test_what_somebody_types_in_a_note_is_shown_as_text(case, lead, lead_client):
    write_note(case, text="<script>alert(1)</script>", by=lead, at=database_now())

    assert "<script>alert(1)" not in lead_client.get(reverse("case-desk", args=[case.pk])).content.decode()


def test_the_pages_raise_lower_write_and_correct(case, lead_client):
    def post(name, *ids, **values):
        return lead_client.post(reverse(name, args=[case.pk, *ids]), values).status_code

    assert (post("flag-raise", code="urgent"), post("flag-raise", code="urgent", reason="Now.")) == (422, 302)
    assert post("flag-lower", Flag.objects.get().pk) == 302
    assert (post("note-write", text=" "), post("note-write", text="They rang.")) == (422, 302)
    assert post("note-correct", StaffNote.objects.get().pk, text="They wrote.") == 302
    assert (Case.objects.get().flags, StaffNote.objects.count()) == ([], 2)


def told(read, root):
    with pytest.raises(FaultyContent) as caught:
        read(root)
    return str(caught.value)


@pytest.mark.parametrize(
    ("read", "name", "before", "after", "sentence"),
    [
        (read_flags, "flags.yaml", "code: complaint", "code: urgent", "“urgent” is here twice. Keep one."),
        (read_flags, "flags.yaml", "colour: orange", "colour: loud", "“loud” is not one of the words for “colour”."),
        (read_holds, "holds.yaml", "code: our_own_delay", "code: court_or_police", "is here twice. Keep one."),
        (read_routing, "routing.yaml", "role: programme_lead", "role: king", "There is no role “king”."),
        (read_routing, "routing.yaml", "worked: alone", "worked: together", "Only a stage that is worked alone"),
        (
            lambda root: load_routing(root, database_now()),
            "routing.yaml",
            "stage: sent",
            "stage: lost",
            "has no stage “lost”",
        ),
        (
            lambda root: load_routing(root, database_now()),
            "routing.yaml",
            "kind: leaflet",
            "kind: book",
            "There is no kind “book”",
        ),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_line(db, worked_alone, read, name, before, after, sentence):
    path = worked_alone / name
    path.write_text(path.read_text().replace(before, after, 1))

    words = told(read, worked_alone)
    assert sentence in words
    assert words.startswith(f"content/{name}, line ")
