"""What the night takes away: downloads after their time, old work, bytes with a virus; and what it leaves."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sweeping import clear_everything
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import attach_evidence, record_scan, retry_job
from sandbox_portal.documents.actions.bundles import ask_for_case_bundle
from sandbox_portal.documents.actions.jobs import run_job
from sandbox_portal.documents.actions.sweeping import sweep_files
from sandbox_portal.documents.choices import QUARANTINE, RESULT_KEPT, WORK_KEPT, JobState
from sandbox_portal.documents.models import Bundle, EvidenceFile, Job
from sandbox_portal.operations.promises import damaged_files
from sandbox_portal.people.clock import database_now, travelled_to

MOMENT = timedelta(seconds=5)


def night(*, after: timedelta) -> dict[str, int]:
    """The nightly clearing so much later, by the database's own clock."""
    with travelled_to(database_now() + after):
        cleared, failed = clear_everything(at=database_now())
    assert failed == []
    return cleared


@pytest.fixture
def sent(parcel, provider_user):
    def attach(words="The plan.\n"):
        upload = SimpleUploadedFile("plan.txt", words.encode())
        return attach_evidence(parcel, upload=upload, by=provider_user, at=database_now())

    return attach


@pytest.fixture
def bundle(parcel, provider_user):
    job = ask_for_case_bundle(parcel, left_out={}, by=provider_user, at=database_now())
    job = run_job(job, by=provider_user, at=database_now())
    assert job.state == JobState.DONE
    return job


@pytest.fixture
def refused(sent):
    return record_scan(sent().evidence_file, is_clean=False, by=None, at=database_now())


def lies_there(name: str) -> bool:
    return (storage.root() / name).exists()


def test_a_download_lies_there_as_long_as_was_said_and_then_goes(bundle):
    night(after=RESULT_KEPT - MOMENT)
    assert lies_there(bundle.file_name)

    cleared = night(after=RESULT_KEPT + MOMENT)

    assert cleared["downloads whose time is over"] == 1
    assert not lies_there(bundle.file_name)
    assert Job.objects.get().file_name == ""


def test_what_went_can_be_made_again(bundle, provider_user):
    night(after=RESULT_KEPT + MOMENT)
    with travelled_to(database_now() + RESULT_KEPT + MOMENT):
        job = retry_job(Job.objects.get(), by=provider_user, at=database_now())
        job = run_job(job, by=provider_user, at=database_now())

    assert (job.state, lies_there(job.file_name)) == (JobState.DONE, True)


def test_bytes_that_another_download_still_holds_stay(bundle):
    later = bundle.result_until + timedelta(days=1)
    Job.objects.create(
        kind="test.same", title="The same", asked_by=bundle.asked_by, created_at=database_now(), state=JobState.DONE,
        file_name=bundle.file_name, file_sha256=bundle.file_sha256, result_until=later,
    )  # fmt: skip

    night(after=RESULT_KEPT + MOMENT)

    assert lies_there(bundle.file_name)


def test_a_year_after_it_ended_work_is_erased_with_what_its_bundle_held(bundle):
    assert night(after=WORK_KEPT - MOMENT)["work that ended a year ago"] == 0
    assert (Job.objects.count(), Bundle.objects.count()) == (1, 1)

    assert night(after=WORK_KEPT + MOMENT)["work that ended a year ago"] == 1
    assert (Job.objects.count(), Bundle.objects.count()) == (0, 0)


def test_before_its_year_is_over_the_database_keeps_what_a_bundle_held(bundle):
    """The twin: without the clearing's own look at the clock it is refused."""
    with pytest.raises(DatabaseError, match="stays for a year"), transaction.atomic():
        Bundle.objects.all().delete()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Bundle.objects.update(contents=[])


def test_bytes_with_a_virus_go_after_a_month_and_row_and_hash_stay(refused):
    night(after=QUARANTINE - MOMENT)
    assert lies_there(refused.stored_name)

    assert night(after=QUARANTINE + MOMENT)["files with a virus"] == 1

    kept = EvidenceFile.objects.get()
    assert not lies_there(kept.stored_name)
    assert (kept.sha256, kept.bytes_removed_at is not None) == (refused.sha256, True)
    assert list(damaged_files()) == []
    assert night(after=QUARANTINE + MOMENT)["files with a virus"] == 0


def test_they_cannot_be_sent_again_and_what_was_tried_goes_too(refused, sent):
    night(after=QUARANTINE + MOMENT)

    with pytest.raises(Refused, match="A virus was found"):
        sent()

    assert lies_there(refused.stored_name)
    assert sweep_files(at=database_now() + timedelta(days=2)) == 1
    assert not lies_there(refused.stored_name)


def test_a_clean_file_stays(sent):
    file = record_scan(sent().evidence_file, is_clean=True, by=None, at=database_now())

    night(after=QUARANTINE * 3)

    assert lies_there(file.stored_name)
    with pytest.raises(DatabaseError, match="stands somewhere keeps its bytes"), transaction.atomic():
        EvidenceFile.objects.update(bytes_removed_at=database_now())
