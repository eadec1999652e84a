"""The relay's own way: the task, its document and the mark “finished” are one transaction."""

import pytest

from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.performing import perform
from sandbox_portal.documents.actions import Paper, create_job, issue_document, issue_letter, worker
from sandbox_portal.documents.actions import jobs as jobs_module
from sandbox_portal.documents.choices import Audience, DocumentKind, JobState
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.documents.queries import letter_of, letters_being_made

from .test_letters import FACTS

pytestmark = pytest.mark.django_db(transaction=True)


def entry_of(name: str) -> OutboxEntry:
    return OutboxEntry.objects.get(name=name)


def test_a_letter_is_made_and_its_entry_finished(parcel, programme_lead, at, letters):
    issue_letter(parcel, code="L-08", data=FACTS["L-08"], by=programme_lead, at=at, held=True)
    before = letters_being_made(parcel)

    assert perform(entry_of("documents.make_letter").pk)

    assert (before, letters_being_made(parcel), letter_of(parcel, "L-08").released_at) == (1, 0, None)
    assert entry_of("documents.make_letter").finished_at is not None


def test_a_letter_whose_words_no_longer_load_is_told_in_the_outbox_and_nothing_is_kept(
    parcel, programme_lead, at, letters
):
    issue_letter(parcel, code="L-08", data=FACTS["L-08"], by=programme_lead, at=at)
    entry = entry_of("documents.make_letter")
    entry.payload["letter"]["template_id"] = "00000000-0000-0000-0000-000000000000"
    entry.save()

    perform(entry.pk)

    assert (IssuedDocument.objects.count(), entry_of("documents.make_letter").finished_at) == (0, None)
    assert "fault in the program" in entry_of("documents.make_letter").last_error


def test_a_job_that_fails_keeps_nothing_of_its_work_and_is_not_begun_again_by_itself(programme_lead, at, monkeypatch):
    monkeypatch.setattr(jobs_module, "_workers", {})

    @worker("half")
    def half(job, progress):
        paper = Paper(
            request_key="half",
            kind=DocumentKind.RECORD,
            title="Half a record",
            layout="documents/record.html",
            audience=Audience.STAFF,
            data={},
        )
        issue_document(paper, by=job.asked_by, at=at)
        raise ZeroDivisionError

    create_job("half", title="Half", by=programme_lead, at=at)
    perform(entry_of("documents.run_job").pk)

    job = Job.objects.get()
    assert (job.state, job.reason, IssuedDocument.objects.count()) == (JobState.FAILED, jobs_module.FAULT, 0)
    assert entry_of("documents.run_job").finished_at is not None
