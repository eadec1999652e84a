"""Files, letters and jobs for the two worlds."""

import io
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import (
    About,
    attach_evidence,
    create_job,
    issue_letter,
    make_letter,
    start_letter_draft,
    withdraw_document,
)
from sandbox_portal.documents.choices import JobState
from sandbox_portal.documents.content import load_letters
from sandbox_portal.documents.models import IssuedDocument, Job, LetterDraft
from tests.factories.worlds import World, builds


@builds(place=45)
def build(world: World) -> None:
    """A file and a letter on the draft of the provider, and a job that failed."""
    case = Case.objects.get(organisation=world.things["organisation"], kind="sandbox_application", stage="draft")
    file = SimpleUploadedFile(
        f"{world.canary('Attachment', 'name')}.txt", world.canary("EvidenceFile", "text").encode()
    )
    owner = world.people["provider"]
    about = About(description=world.canary("Attachment", "description"))
    attachment = attach_evidence(
        case, upload=file, question_key="short_description", about=about, by=owner, at=world.at
    )
    letter = issue_a_letter(case, promise=world.canary("IssuedDocument", "promise"), world=world)
    job = fail_a_job(world)
    world.ids_of["case-evidence"] = world.ids_of["case-documents"] = {"case": case.pk}
    world.ids_of["case-files"] = {"case": case.pk}
    world.ids_of["evidence-page"] = world.ids_of["evidence-replace"] = {"attachment": attachment.pk}
    world.ids_of["evidence-download"] = world.ids_of["evidence-remove"] = {"attachment": attachment.pk}
    world.ids_of["document-page"] = world.ids_of["document-download"] = {"document": letter.pk}
    sent = Case.objects.filter(organisation=world.things["organisation"], reference__isnull=False)
    withdrawn = withdraw_a_letter(sent.exclude(stage="draft").earliest("opened_at"), world)
    world.ids_of["document-withdraw"] = {"document": withdrawn.pk}
    world.ids_of["document-verify"] = {"number": letter.number}
    for name in ("letter-preview", "letter-detail", "letter-print", "letter-draft-start"):
        world.ids_of[name] = {"code": "L-10"}
    draft = begin_a_draft(world)
    for name in ("letter-draft", "letter-draft-print", "letter-draft-publish", "letter-draft-close"):
        world.ids_of[name] = {"draft": draft.pk}
    world.ids_of["job-page"] = world.ids_of["job-retry"] = world.ids_of["failed-job-retry"] = {"job": job.pk}
    world.ids_of["job-cancel"] = {"job": job.pk}
    world.ids_of["job-download"] = {"job": make_a_file(world).pk}
    world.public.add(letter.number)


def issue_a_letter(case: Case, *, promise: str, world: World) -> IssuedDocument:
    load_letters(settings.CONTENT_ROOT, world.at)
    dates = [{"day": "14 April 2026", "what": "First workshop"}]
    facts = {"round_title": "the round", "key_dates": dates, "commitments": [promise]}
    lead = world.people["programme_lead"]
    issue_letter(case, code="L-10", data=facts, by=lead, at=world.at)
    entry = OutboxEntry.objects.get(key=f"letter-{case.pk}-L-10-1")
    return make_letter(entry.payload["letter"], by=lead, at=world.at)


def withdraw_a_letter(case: Case, world: World) -> IssuedDocument:
    """A letter of a sent application that no longer holds; asked for a second time to be withdrawn, it refuses."""
    lead = world.people["programme_lead"]
    facts = {"round_title": "the round", "withdrawn_at": "4pm", "reference": "R0-001"}
    issue_letter(case, code="L-03W", data=facts, by=lead, at=world.at)
    entry = OutboxEntry.objects.get(key=f"letter-{case.pk}-L-03W-1")
    letter = make_letter(entry.payload["letter"], by=lead, at=world.at)
    withdraw_document(letter, reason=world.canary("Withdrawal", "reason"), by=lead, at=world.at)
    return letter


def begin_a_draft(world: World) -> LetterDraft:
    """New words for a letter; each world has a letter of its own, since a letter has one draft at a time."""
    code = ("L-04", "L-05", "L-06", "L-07", "L-08")[LetterDraft.objects.count()]
    return start_letter_draft(code, by=world.people["programme_lead"], at=world.at)


def fail_a_job(world: World) -> Job:
    title = world.canary("Job", "title")
    job = create_job("documents.example", title=title, by=world.people["programme_lead"], at=world.at)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, reason="The round has not been closed yet.")
    return job


def make_a_file(world: World) -> Job:
    """A job of the lead whose file is ready."""
    lead = world.people["programme_lead"]
    job = create_job("documents.example", title="A file", by=lead, at=world.at, which="file")
    content = world.canary("Job", "file").encode()
    name, sha256, size = storage.keep(io.BytesIO(content), folder="made")
    made = {"file_name": name, "file_sha256": sha256, "file_size": size, "file_shown_name": "figures.csv"}
    until = world.at + timedelta(days=3650)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, finished_at=world.at, file_media_type="text/csv", result_until=until, **made
    )
    return job
