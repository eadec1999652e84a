"""Chosen files of a case as one ZIP: those one may see and open, under names that hurt no disk, counted."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sandbox_portal.casework.models import AccessRecord, Event
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import attach_evidence, chosen, remove_attachment
from sandbox_portal.documents.actions.chosen import take_chosen_files
from sandbox_portal.documents.actions.jobs import run_job
from sandbox_portal.documents.bundles.chosen import DAMAGED, NOT_HERE
from sandbox_portal.documents.choices import JobState, ScanState
from sandbox_portal.documents.models import EvidenceFile, Job
from sandbox_portal.documents.queries.rechecks import refused_now
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from tests.documents.kinds import open_parcel
from tests.factories.people import make_provider


@pytest.fixture
def put(parcel, provider_user):
    def attach(name="plan.txt", words="The plan.\n", question_key=""):
        upload = SimpleUploadedFile(name, words.encode())
        return attach_evidence(parcel, upload=upload, question_key=question_key, by=provider_user, at=database_now())

    return attach


@pytest.fixture
def ask(client, parcel, provider_user):
    """Post the form of the list as the provider, or somebody else."""

    def post(*files, user=provider_user, query="", **more):
        client.force_login(user)
        address = reverse("case-files", args=[parcel.pk]) + query
        return client.post(address, {"file": [each.pk for each in files], **more})

    return post


def unpacked(response):
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


def scanned_as(attachment, state):
    EvidenceFile.objects.filter(pk=attachment.evidence_file_id).update(scan_state=state)


def test_the_ticked_files_come_and_no_other(put, ask):
    plan, _other = put(), put("other.txt", "Another.\n")

    response = ask(plan)

    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="')
    assert "no-store" in response.headers["Cache-Control"]
    assert unpacked(response) == {"plan.txt": b"The plan.\n"}


def test_staff_who_take_files_are_written_down_as_for_any_other_download(put, parcel, programme_lead, sign_in, client):
    plan = put()

    sent = sign_in(client, programme_lead).post(reverse("case-files", args=[parcel.pk]), {"file": [plan.pk]})

    assert unpacked(sent) == {"plan.txt": b"The plan.\n"}
    looks = AccessRecord.objects.values_list("by", "what", "page", "case")
    assert list(looks) == [(programme_lead.pk, "export", "case-files", parcel.pk)]


def test_equal_names_are_numbered_also_when_only_capitals_differ(put, ask):
    files = [put("Plan.txt", "One.\n"), put("plan.txt", "Two.\n"), put("plan.txt", "Three.\n")]

    assert unpacked(ask(*files)) == {"Plan.txt": b"One.\n", "plan (2).txt": b"Two.\n", "plan (3).txt": b"Three.\n"}


def test_a_file_named_as_the_list_of_refusals_does_not_take_its_place(put, ask):
    named, waits = put(NOT_HERE, "Mine.\n"), put("late.txt", "Later.\n")
    scanned_as(waits, ScanState.BEING_CHECKED)

    found = unpacked(ask(named, waits))

    assert found["Files that are not here (2).txt"] == b"Mine.\n"
    assert b"late.txt: This file is still being checked" in found[NOT_HERE]


def test_only_files_that_may_be_opened_are_in_it(put, ask):
    plan, waits, bad = put(), put("late.txt", "Later.\n"), put("bad.txt", "Bad.\n")
    scanned_as(waits, ScanState.BEING_CHECKED)
    scanned_as(bad, ScanState.REFUSED)

    found = unpacked(ask(plan, waits, bad))

    assert found.keys() == {"plan.txt", NOT_HERE}
    assert b"bad.txt: A virus was found" in found[NOT_HERE]


def test_a_damaged_file_is_told_of_and_the_others_come(put, ask):
    plan, lost = put(), put("lost.txt", "Lost.\n")
    storage.discard(lost.evidence_file.stored_name)

    found = unpacked(ask(plan, lost))

    assert found["plan.txt"] == b"The plan.\n"
    assert f"lost.txt: {DAMAGED}".encode() in found[NOT_HERE]


def test_none_chosen_or_none_to_open_is_said_beside_the_list(put, ask):
    bad = put()
    scanned_as(bad, ScanState.REFUSED)

    for response, sentence in ((ask(), "Choose at least one file."), (ask(bad), "None of the files you chose")):
        assert response.status_code == 422
        assert sentence in response.content.decode()


def test_every_file_of_the_list_is_what_the_filter_leaves(put, ask):
    put()
    put("other.txt", "Another.\n")

    assert unpacked(ask(query="?words=other", every="yes")).keys() == {"other.txt"}


def test_a_file_of_another_case_or_one_that_was_removed_is_not_there(put, ask, parcel, organisation, provider_user):
    gone = put()
    remove_attachment(gone, by=provider_user, at=database_now())
    other = open_parcel(organisation, by=provider_user, at=database_now())
    upload = SimpleUploadedFile("plan.txt", b"The plan.\n")
    elsewhere = attach_evidence(other, upload=upload, by=provider_user, at=database_now())

    for response in (ask(gone), ask(elsewhere)):
        assert response.status_code == 422
        assert "not there any more" in response.content.decode()


def test_strangers_find_no_list(put, ask):
    assert ask(put(), user=make_provider()).status_code == 404


def test_each_time_is_in_the_history_of_the_case(put, ask, parcel):
    plan = put()
    ask(plan)
    ask(plan)

    events = Event.objects.filter(case=parcel, verb="files taken as one").order_by("sequence")
    assert [event.data for event in events] == [{"files": [str(plan.pk)]}] * 2


def test_many_bytes_are_made_as_a_job_and_looked_at_again(put, ask, parcel, provider_user, monkeypatch):
    monkeypatch.setattr(chosen, "AT_ONCE", 5)
    plan = put()

    response = ask(plan)

    job = Job.objects.get()
    assert response.headers["Location"] == reverse("job-page", args=[job.pk])
    job = run_job(job, by=job.asked_by, at=database_now())
    assert (job.state, job.reason, refused_now(job, provider_user)) == (JobState.DONE, "", None)
    with storage.open_stored(job.file_name) as content, zipfile.ZipFile(content) as bundle:
        assert bundle.namelist() == ["plan.txt"]

    scanned_as(plan, ScanState.REFUSED)
    assert refused_now(job, provider_user).startswith("What you may see has changed")


def test_a_job_of_somebody_who_left_is_not_made(put, parcel, provider_user, monkeypatch):
    monkeypatch.setattr(chosen, "AT_ONCE", 5)
    taken = take_chosen_files(parcel, files=[put().pk], by=provider_user, at=database_now())
    Membership.objects.filter(user=provider_user).update(ended_at=database_now())

    job = run_job(Job.objects.get(pk=taken.job.pk), by=provider_user, at=database_now())

    assert (job.state, job.reason) == (JobState.FAILED, chosen.CHANGED)


def test_more_than_so_many_are_refused(put, parcel, provider_user, monkeypatch):
    monkeypatch.setattr(chosen, "MOST", 1)
    files = [put().pk, put("b.txt", "B.\n").pk]

    with pytest.raises(Refused, match="at most 1 files"):
        take_chosen_files(parcel, files=files, by=provider_user, at=database_now())
