"""Who is let in by the portal's doors for tablets, and what they are told."""

import uuid

from django.test import Client
from django.urls import reverse

from inspection.actions.devices import revoke_device
from inspection.models import CapturedPhoto, Device, EvidenceItem, PackTaken
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now

from .tablet import Tablet, a_photo, id_of

JSON = {"Accept": "application/json"}


def test_signed_out_is_told_so_in_data_and_never_led_to_a_page(tablet):
    tablet.client.logout()

    said = tablet.sync(tablet.says())

    assert (said.status_code, said.json()) == (401, {"error": "signed-out"})
    assert Client().get(reverse("offline-session"), headers=JSON).json()["user"] is None


def test_a_browser_without_that_wish_is_led_to_the_page_as_everywhere(client, away):
    """The twin."""
    said = client.get(reverse("offline-pack", args=[away.visit.pk]))

    assert (said.status_code, said["Location"].partition("?")[0]) == (302, reverse("account_login"))


def test_a_pack_holds_what_a_visit_needs_and_no_name_of_anybody_met(away, tablet):
    pack = tablet.take(away.visit).json()

    assert pack["visit"]["name"] == "Visit 1"
    assert [each["key"] for each in pack["statements"]] == list(away.scene.assessment.statements)
    assert pack["owner"] == {"id": str(away.scene.lead.pk), "name": away.scene.lead.name}
    assert pack["checklist"] != []


def test_whoever_is_not_of_the_team_gets_no_pack(away, staff_user):
    stranger = Tablet(staff_user(Role.INSPECTOR))

    assert stranger.take(away.visit).status_code == 404


def test_a_tablet_that_was_taken_off_the_list_sends_nothing_more(away, tablet):
    device = Device.objects.get(pk=tablet.id)
    revoke_device(device, by=away.scene.lead, at=database_now())

    said = tablet.sync(tablet.says())

    assert (said.status_code, said.json()["error"]) == (410, "revoked")
    assert EvidenceItem.objects.count() == 0


def test_the_secret_of_a_tablet_is_not_kept_and_a_wrong_one_opens_nothing(tablet):
    assert tablet.secret not in str(Device.objects.values())
    tablet.secret = "0" * 64

    assert tablet.sync(tablet.says()).status_code == 409


def test_another_person_cannot_send_from_somebody_elses_tablet(away, tablet):
    other = Tablet(away.scene.second)
    other.visit, other.id, other.secret = away.visit, tablet.id, tablet.secret

    assert other.sync(other.says()).status_code == 409


def test_a_photo_is_what_the_tablet_saved_and_comes_once(tablet):
    said, photo, photo_id = tablet.says(), a_photo(), str(uuid.uuid4())

    answers = [tablet.photo(id_of(said), content=photo, photo_id=photo_id).status_code for _ in range(3)]

    assert answers == [201, 201, 201]
    kept = CapturedPhoto.objects.select_related("attachment__evidence_file").get()
    assert (str(kept.pk), kept.size, str(kept.capture_id)) == (photo_id, len(photo), id_of(said))
    assert kept.attachment.evidence_file.media_type == "image/jpeg"


def test_another_photo_under_the_same_number_changes_nothing(tablet):
    photo_id, capture = str(uuid.uuid4()), str(uuid.uuid4())
    first = tablet.photo(capture, photo_id=photo_id)

    other = tablet.photo(capture, photo_id=photo_id, content=a_photo("red"))

    assert (first.status_code, other.status_code) == (201, 409)
    assert CapturedPhoto.objects.count() == 1


def test_a_photo_that_was_cut_off_is_sent_again(tablet):
    whole = a_photo()
    cut = tablet.photo(str(uuid.uuid4()), content=whole[:-10], fingerprint="0" * 64)

    assert (cut.status_code, CapturedPhoto.objects.count()) == (422, 0)


def test_a_tablet_learns_what_the_portal_has_not(tablet):
    """E11: after a restore of an older copy it sends this again."""
    said, never = tablet.says(), tablet.says()
    tablet.sync(said)
    lost = str(uuid.uuid4())

    answer = tablet.post("offline-missing", {"captures": [id_of(said), id_of(never)], "photos": [lost]})

    assert answer.json() == {"missing": {"captures": [id_of(never)], "photos": [lost]}}


def test_a_tablet_says_what_is_left_on_it(away, tablet):
    tablet.post("offline-report", {"waiting": {str(away.visit.pk): 3}})

    pack = PackTaken.objects.get()
    assert (pack.waiting, pack.reported_at is not None) == (3, True)


def test_the_key_of_a_sealed_tablet_comes_back_to_its_own_person(away, tablet):
    tablet.post("offline-recovery", {"key": "ab" * 32})

    assert tablet.post("offline-recovery", {}).json() == {"key": "ab" * 32}
    assert "abab" not in Device.objects.get(pk=tablet.id).recovery


def test_no_more_than_fifty_things_come_at_once(tablet):
    assert tablet.sync(*([{}] * 51)).status_code == 400


def test_what_is_no_json_is_said_to_be_unreadable_and_breaks_nothing(tablet):
    bodies = [b"", b"\xff", b"[1]", b"[" * 100_000, b"a=1&b=2"]
    kinds = ["application/json"] * 4 + ["application/x-www-form-urlencoded"]
    facts = {"path": reverse("offline-sync"), "headers": JSON}

    said = [tablet.client.post(data=body, content_type=kind, **facts) for body, kind in zip(bodies, kinds, strict=True)]

    assert [each.status_code for each in said] == [400] * 5


def test_the_page_names_nobody(away, client, sign_in):
    sign_in(client, away.scene.lead)

    assert client.get(reverse("offline-capture")).content == Client().get(reverse("offline-capture")).content


def test_the_worker_has_another_version_when_a_file_is_another(client, monkeypatch):
    from inspection.views import offline_shell

    first = client.get(reverse("offline-worker")).content
    monkeypatch.setattr(offline_shell, "FILES", (*offline_shell.FILES, "images/icon-document.svg"))

    assert client.get(reverse("offline-worker")).content != first
