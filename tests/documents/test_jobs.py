"""Long work: told while it goes on, never lost, safe to try again."""

import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sending import rendered
from sandbox_portal.documents.actions import (
    MadeFile,
    Paper,
    cancel_job,
    create_job,
    issue_document,
    retry_job,
    run_job,
    worker,
)
from sandbox_portal.documents.actions import jobs as jobs_module
from sandbox_portal.documents.choices import Audience, DocumentKind, JobState
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.documents.queries import failed_jobs
from sandbox_portal.people.clock import database_now
from tests.house_rules.query_counts import assert_same_queries

SEEN: list[tuple[str, int, int]] = []


@pytest.fixture(autouse=True)
def workers(monkeypatch):
    monkeypatch.setattr(jobs_module, "_workers", {})
    SEEN.clear()

    @worker("statistics")
    def make(job, progress):
        for done in range(3):
            progress.tell(done, of=3)
            SEEN.append(seen_from_outside(job))
        facts = [["Applications", job.parameters["applications"]]]
        paper = Paper(
            request_key=f"job-{job.pk}",
            kind=DocumentKind.STATISTICS,
            title="Statistics of the round",
            layout="documents/record.html",
            audience=Audience.STAFF,
            data={"facts": facts},
        )
        return issue_document(paper, by=job.asked_by, at=database_now())

    @worker("refuses")
    def refuse(job, progress):
        raise Refused("The round has not been closed yet.")

    @worker("file")
    def make_file(job, progress):
        return MadeFile(io.BytesIO(b"a,b"), "text/csv", "figures.csv")

    @worker("cancelled")
    def is_cancelled_in_the_middle(job, progress):
        progress.tell(1, of=2)
        cancel_from_outside(job)
        progress.tell(2, of=2)
        raise AssertionError("it went on")

    @worker("cancelled late")
    def is_cancelled_at_the_end(job, progress):
        cancel_from_outside(job)
        return MadeFile(io.BytesIO(b"a,b"), "text/csv", "figures.csv")

    @worker("breaks")
    def break_down(job, progress):
        progress.tell(1, of=2)
        raise ZeroDivisionError


def seen_from_outside(job: Job) -> tuple[str, int, int]:
    """What another connection sees of the job while the task's own transaction is still open."""
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute("SELECT state, done_of, total FROM documents_job WHERE id = %s", [job.pk])
            return cursor.fetchone()
    finally:
        aside.close()


def cancel_from_outside(job: Job) -> None:
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute("UPDATE documents_job SET state = 'cancelled', finished_at = now() WHERE id = %s", [job.pk])
    finally:
        aside.close()


@pytest.fixture
def asked(programme_lead, at):
    """`asked("statistics")` is a job somebody asked for."""

    def ask(kind: str) -> Job:
        return create_job(kind, title="Statistics of round 3", by=programme_lead, at=at, applications=8)

    return ask


def run(job: Job) -> Job:
    with transaction.atomic():
        return run_job(job, by=job.asked_by, at=database_now())


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_goes_on(asked):
    job = run(asked("statistics"))

    assert SEEN == [("working", 0, 3), ("working", 1, 3), ("working", 2, 3)]
    assert (job.state, job.result) == (JobState.DONE, IssuedDocument.objects.get())


def test_a_job_run_twice_makes_one_document(asked):
    job = run(asked("statistics"))

    assert run(job).result == IssuedDocument.objects.get()


def test_work_that_died_in_the_middle_is_begun_again(asked):
    job = asked("statistics")
    Job.objects.filter(pk=job.pk).update(state=JobState.WORKING, done_of=2, total=3)
    job.refresh_from_db()

    assert run(job).state == JobState.DONE


@pytest.mark.parametrize(
    ("kind", "reason"), [("refuses", "The round has not been closed yet."), ("breaks", jobs_module.FAULT)]
)
def test_a_job_that_fails_says_why_in_plain_words_and_may_be_tried_again(kind, reason, asked, programme_lead, at):
    job = run(asked(kind))
    assert (job.state, job.reason) == (JobState.FAILED, reason)

    again = retry_job(job, by=programme_lead, at=at)

    assert (again.state, again.attempt, again.reason) == (JobState.WAITING, 2, "")
    assert OutboxEntry.objects.filter(name="documents.run_job").count() == 2
    with pytest.raises(Refused, match="nothing to try again"):
        retry_job(again, by=programme_lead, at=at)


def test_a_job_starts_only_when_the_transaction_that_asked_is_committed(asked):
    try:
        with transaction.atomic():
            asked("statistics")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert (Job.objects.count(), OutboxEntry.objects.count()) == (0, 0)


def test_a_double_click_asks_once(asked):
    assert asked("statistics") == asked("statistics")


def test_one_person_has_ten_jobs_going_on_and_no_more(programme_lead, at):
    for number in range(10):
        create_job("statistics", title="Statistics", by=programme_lead, at=at, applications=number)

    with pytest.raises(Refused, match="Please wait until one of them is ready"):
        create_job("statistics", title="Statistics", by=programme_lead, at=at, applications=10)


def test_the_page_of_a_job_shows_progress_then_the_result(asked, lead_client):
    job = asked("statistics")
    address = reverse("job-page", args=[job.pk])

    waiting = lead_client.get(address).content.decode()
    told = lead_client.get(address, headers={"X-Fragment": "1"}).json()
    run(job)
    done = lead_client.get(address).content.decode()

    assert ("http-equiv" in waiting, "http-equiv" in done) == (True, False)
    assert told == {"done": 0, "total": 0, "text": "Waiting to start", "has_ended": False}
    assert reverse("document-download", args=[IssuedDocument.objects.get().pk]) in done
    assert "Statistics of round 3" in lead_client.get(reverse("my-jobs")).content.decode()


def test_a_failed_job_has_a_button_that_tries_again(asked, lead_client):
    job = run(asked("refuses"))

    shown = lead_client.get(reverse("job-page", args=[job.pk])).content.decode()
    lead_client.post(reverse("job-retry", args=[job.pk]))

    assert "The round has not been closed yet." in shown
    assert Job.objects.get().state == JobState.WAITING


def test_nobody_else_sees_a_job_or_what_it_made(asked, provider_client):
    job = run(asked("statistics"))

    answers = [
        provider_client.get(reverse("job-page", args=[job.pk])),
        provider_client.post(reverse("job-retry", args=[job.pk])),
        provider_client.get(reverse("document-download", args=[job.result_id])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["cancelled", "cancelled late"])
def test_work_that_was_cancelled_stops_and_keeps_nothing(kind, asked):
    job = run(asked(kind))

    assert (job.state, job.file_name, job.reason) == (JobState.CANCELLED, "", "")


def test_a_job_that_waits_is_cancelled_on_its_page_and_never_begins(asked, lead_client):
    job = asked("statistics")
    page = lead_client.get(reverse("job-page", args=[job.pk])).content.decode()
    lead_client.post(reverse("job-cancel", args=[job.pk]))
    job.refresh_from_db()

    assert reverse("job-cancel", args=[job.pk]) in page
    assert (run(job).state, SEEN) == (JobState.CANCELLED, [])
    assert "You cancelled this." in lead_client.get(reverse("job-page", args=[job.pk])).content.decode()


def test_what_has_ended_cannot_be_cancelled_and_what_was_cancelled_may_be_tried_again(asked, programme_lead, at):
    job = cancel_job(asked("statistics"), by=programme_lead, at=at)

    with pytest.raises(Refused, match="nothing to cancel"):
        cancel_job(job, by=programme_lead, at=at)
    assert retry_job(job, by=programme_lead, at=at).state == JobState.WAITING


def test_a_file_is_for_the_person_who_asked_and_only_for_a_time(
    asked, lead_client, provider_client, programme_lead, at
):
    job = run(asked("file"))
    address = reverse("job-download", args=[job.pk])

    got = lead_client.get(address)
    strange = provider_client.get(address).status_code
    Job.objects.filter(pk=job.pk).update(result_until=at - timedelta(days=1))
    later, page = lead_client.get(address).status_code, lead_client.get(reverse("job-page", args=[job.pk]))

    assert (got.getvalue(), strange, later) == (b"a,b", 404, 404)
    assert got["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert "Make it again" in page.content.decode()
    assert retry_job(job, by=programme_lead, at=at).file_name == ""


def test_somebody_who_waited_long_is_told_by_mail_and_somebody_quick_is_not(asked, at):
    quick, slow, failed = run(asked("statistics")), asked("file"), asked("refuses")
    Job.objects.filter(pk__in=[slow.pk, failed.pk]).update(created_at=at - timedelta(minutes=5))
    for job in (slow, failed):
        job.refresh_from_db()
        run(job)

    mails = OutboxEntry.objects.filter(name="documents/job_ended").order_by("created_at")
    assert quick.state == JobState.DONE
    assert [mail.key for mail in mails] == [f"job-ended-{slow.pk}-1", f"job-ended-{failed.pk}-1"]
    assert "The round has not been closed yet." in rendered(mails[1].name, mails[1].payload["context"])[1]


def test_the_front_page_and_the_menu_lead_to_what_was_asked(asked, lead_client):
    asked("statistics")

    front = lead_client.get(reverse("home")).content.decode()

    assert ("Statistics of round 3" in front, reverse("my-jobs") in front) == (True, True)


def test_the_list_is_narrowed_and_paged_and_asks_the_same_of_thirty_rows(asked, lead_client, programme_lead, at):
    failed = run(asked("refuses"))
    asked("statistics")
    address = reverse("my-jobs")

    def shown(query: str) -> list[bool]:
        page = lead_client.get(f"{address}?{query}").content.decode()
        return [page.count("The round has not been closed yet.") == 1, page.count("Waiting to start") == 1]

    assert [shown(""), shown("state=failed"), shown("state=going_on")] == [[True, True], [True, False], [False, True]]
    assert "You asked for nothing like that." in lead_client.get(f"{address}?words=zebra").content.decode()
    assert list(failed_jobs()) == [failed]

    def add(count: int) -> None:
        for _ in range(count):
            Job.objects.create(kind="x", title="More", asked_by=programme_lead, created_at=at)

    assert_same_queries(lead_client, address, add=add, at_most=12)
