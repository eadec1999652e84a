"""Files on a case: who may add, see, open and remove them."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import attach_evidence, remove_attachment
from sandbox_portal.documents.choices import ScanState
from sandbox_portal.documents.models import Attachment, EvidenceFile
from sandbox_portal.documents.queries import attachments_for, attachments_visible_to
from sandbox_portal.people.choices import Place, Role
from tests.factories.people import make_provider

from .kinds import ON_THE_PANEL, PARCELS, open_parcel
from .samples import pdf_with, photo, upload

PDF = pdf_with()


@pytest.fixture
def attachment(parcel, provider_user, at) -> Attachment:
    return attach_evidence(
        parcel, upload=upload(PDF, "plan.pdf"), question_key="business_plan", by=provider_user, at=at
    )


def verbs(case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("sequence").values_list("verb", flat=True))


def test_a_file_is_kept_told_and_put_to_its_question(parcel, attachment, provider_user):
    file = attachment.evidence_file

    assert list(attachments_for(parcel, "business_plan")) == [attachment]
    assert list(attachments_for(parcel, "")) == []
    assert (file.media_type, file.size, file.scan_state) == ("application/pdf", len(PDF), ScanState.NOT_SCANNED)
    assert storage.is_whole(file.stored_name, file.sha256)
    assert verbs(parcel) == ["opened", "file added"]


def test_the_same_file_sent_twice_is_there_once(parcel, attachment, provider_user, at):
    again = attach_evidence(
        parcel, upload=upload(PDF, "plan.pdf"), question_key="business_plan", by=provider_user, at=at
    )

    assert again == attachment
    assert verbs(parcel) == ["opened", "file added"]


def test_one_file_of_two_organisations_is_stored_once_and_seen_apart(attachment, newcomer, at):
    other = open_parcel(newcomer.organisations.get(), by=newcomer, at=at)

    theirs = attach_evidence(other, upload=upload(PDF, "theirs.pdf"), by=newcomer, at=at)

    assert theirs.evidence_file == attachment.evidence_file
    assert list(attachments_visible_to(newcomer)) == [theirs]


def test_a_reader_may_not_add_and_a_closed_case_takes_no_file(parcel, organisation, provider_user, at):
    reader = make_provider(organisation, place=Place.READER)
    with pytest.raises(Refused, match="You may look at these files, not change them"):
        attach_evidence(parcel, upload=upload(PDF, "plan.pdf"), by=reader, at=at)
    PARCELS.take_step(parcel, "send", by=provider_user, at=at)
    with pytest.raises(Refused, match="The parcel has been sent"):
        attach_evidence(parcel, upload=upload(PDF, "plan.pdf"), by=provider_user, at=at)

    assert Attachment.objects.count() == EvidenceFile.objects.count() == 0


def test_a_removed_file_is_gone_from_the_case_and_stays_in_its_history(parcel, attachment, provider_user, at):
    remove_attachment(attachment, by=provider_user, at=at)

    assert list(attachments_visible_to(provider_user)) == []
    assert verbs(parcel) == ["opened", "file added", "file removed"]
    with pytest.raises(Refused, match="already been removed"):
        remove_attachment(attachment, by=provider_user, at=at)


def test_a_case_holds_a_hundred_files(parcel, provider_user, at, monkeypatch):
    monkeypatch.setattr("sandbox_portal.documents.actions.evidence.FILES_PER_CASE", 1)
    attach_evidence(parcel, upload=upload(PDF, "plan.pdf"), by=provider_user, at=at)

    with pytest.raises(Refused, match="Remove one before you add another"):
        attach_evidence(parcel, upload=upload(b"notes", "notes.txt"), by=provider_user, at=at)


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"size": 1}, {"stored_name": "other"}])
def test_the_bytes_of_a_file_never_change(attachment, change):
    with pytest.raises(DatabaseError, match="an evidence file never changes"), transaction.atomic():
        EvidenceFile.objects.update(**change)


def test_a_refused_file_stays_refused(attachment):
    EvidenceFile.objects.update(scan_state=ScanState.REFUSED)

    with pytest.raises(DatabaseError, match="stays refused"), transaction.atomic():
        EvidenceFile.objects.update(scan_state=ScanState.CLEAN)


def test_only_those_who_may_see_the_case_and_its_files_see_a_file(
    attachment, provider_user, newcomer, staff_user, organisation, at
):
    panel_member = staff_user(Role.PANEL_MEMBER)
    conflicted = open_parcel(organisation, by=provider_user, at=at, title=ON_THE_PANEL)
    hidden = attach_evidence(conflicted, upload=upload(b"secret", "secret.txt"), by=provider_user, at=at)

    seen = {
        "owner": set(attachments_visible_to(provider_user)),
        "newcomer": set(attachments_visible_to(newcomer)),
        "panel": set(attachments_visible_to(panel_member)),
        "lead": set(attachments_visible_to(staff_user(Role.PROGRAMME_LEAD))),
    }

    both = {attachment, hidden}
    assert seen == {"owner": both, "newcomer": set(), "panel": {attachment}, "lead": both}


def test_a_file_is_handed_out_so_that_no_browser_shows_or_runs_it(attachment, provider_client):
    response = provider_client.get(reverse("evidence-download", args=[attachment.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert {name: response[name] for name in (
        "Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control"
    )} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="plan.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }  # fmt: skip


def test_a_name_outside_ascii_is_sent_as_rfc_6266_says(parcel, provider_user, provider_client, at):
    attached = attach_evidence(parcel, upload=upload(b"x", 'Café "ŵ".txt'), by=provider_user, at=at)

    response = provider_client.get(reverse("evidence-download", args=[attached.pk]))
    response.close()

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Caf%C3%A9%20-%C5%B5.txt"


@pytest.mark.parametrize("page", ["evidence-download", "evidence-remove"])
def test_somebody_else_is_told_that_there_is_no_such_file(page, attachment, newcomer, sign_in, client):
    assert sign_in(client, newcomer).get(reverse(page, args=[attachment.pk])).status_code == 404


def test_a_conflicted_panel_member_is_told_that_there_is_no_such_file(
    organisation, provider_user, staff_user, sign_in, client, at
):
    conflicted = open_parcel(organisation, by=provider_user, at=at, title=ON_THE_PANEL)
    hidden = attach_evidence(conflicted, upload=upload(PDF, "plan.pdf"), by=provider_user, at=at)
    sign_in(client, staff_user(Role.PANEL_MEMBER))

    assert client.get(reverse("evidence-download", args=[hidden.pk])).status_code == 404


def test_a_damaged_file_is_not_handed_out(attachment, provider_client):
    (storage.root() / attachment.evidence_file.stored_name).write_bytes(b"something else")

    assert provider_client.get(reverse("evidence-download", args=[attachment.pk])).status_code == 404


def test_several_files_are_added_at_once_and_the_page_lists_them(parcel, provider_client):
    address = reverse("case-evidence", args=[parcel.pk]) + "?question=business_plan"
    files = [upload(PDF, "plan.pdf"), upload(photo(), "door.jpg")]

    answered = provider_client.post(address, {"files": files}, follow=True)

    assert answered.redirect_chain == [(address, 302)]
    assert "2 files added." in answered.content.decode()
    assert [a.shown_name for a in attachments_for(parcel, "business_plan")] == ["door.jpg", "plan.pdf"]
    assert "Not checked for viruses" in answered.content.decode()


def test_one_bad_file_among_good_ones_is_told_and_the_good_ones_are_kept(parcel, provider_client):
    files = [upload(PDF, "plan.pdf"), upload(b"MZ", "setup.exe"), upload(b"", "empty.txt")]

    answered = provider_client.post(reverse("case-evidence", args=[parcel.pk]), {"files": files})

    words = answered.content.decode()
    assert "1 file was added." in words
    assert "“setup.exe” is not a kind of file we can take." in words
    assert "“empty.txt” is empty." in words
    assert [attached.shown_name for attached in attachments_for(parcel, "")] == ["plan.pdf"]


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [("/help/", "/help/"), ("https://evil.example/", None), ("//evil.example/", None), ("javascript:alert(1)", None)],
)
def test_the_way_back_leads_only_to_pages_of_ours(given, leads_to, parcel, provider_client):
    address = reverse("case-evidence", args=[parcel.pk])

    shown = provider_client.get(address, {"return": given}).content.decode()

    assert f'<a href="{leads_to or f"/parcels/{parcel.pk}/"}" class="govuk-back-link"' in shown


def test_nothing_chosen_is_told(parcel, provider_client):
    answered = provider_client.post(reverse("case-evidence", args=[parcel.pk]), {})

    assert "Choose a file" in answered.content.decode()


def test_an_upload_of_50_megabytes_is_refused_with_a_page_and_nothing_is_kept(parcel, provider_client, tmp_path):
    file = SimpleUploadedFile("plan.pdf", PDF + bytes(50_000_000))

    answered = provider_client.post(reverse("case-evidence", args=[parcel.pk]), {"files": file})

    assert answered.status_code == 413
    assert Attachment.objects.count() == 0
    assert not storage.root().exists()


def test_a_file_just_too_large_is_told_by_its_name(parcel, provider_client):
    file = SimpleUploadedFile("plan.pdf", PDF + bytes(26_000_000))

    answered = provider_client.post(reverse("case-evidence", args=[parcel.pk]), {"files": file})

    assert "“plan.pdf” is larger than 25 MB" in answered.content.decode()


def test_removing_asks_first(attachment, parcel, provider_client):
    address = reverse("evidence-remove", args=[attachment.pk])

    asked = provider_client.get(address)
    removed = provider_client.post(address)

    assert "Remove this file?" in asked.content.decode()
    assert removed["Location"] == reverse("case-evidence", args=[parcel.pk]) + "?question=business_plan"
    assert list(attachments_for(parcel, "business_plan")) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_there_once(organisation, provider_user, parcel, at):
    barrier = threading.Barrier(4)
    found = []

    def send():
        try:
            barrier.wait()
            found.append(attach_evidence(parcel, upload=upload(PDF, "plan.pdf"), by=provider_user, at=at).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), len(set(found)), EvidenceFile.objects.count()) == (4, 1, 1)


def test_the_list_takes_the_same_number_of_queries_for_1_and_30_files(parcel, provider_user, provider_client, at):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            provider_client.get(reverse("case-evidence", args=[parcel.pk]))
        return len(queries)

    attach_evidence(parcel, upload=upload(b"0", "0.txt"), by=provider_user, at=at)
    one = count()
    for number in range(1, 30):
        attach_evidence(parcel, upload=upload(f"{number}".encode(), f"{number}.txt"), by=provider_user, at=at)

    assert count() == one
    assert OutboxEntry.objects.count() == 0
