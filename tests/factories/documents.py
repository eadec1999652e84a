"""Files, letters and jobs for the two worlds."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.documents.actions import attach_evidence, create_job, issue_letter, make_letter
from sandbox_portal.documents.choices import JobState
from sandbox_portal.documents.content import load_letters
from sandbox_portal.documents.models import IssuedDocument, Job
from tests.factories.worlds import World, builds


@builds(place=45)
def build(world: World) -> None:
    """A file and a letter on the draft of the provider, and a job that failed."""
    case = Case.objects.get(organisation=world.things["organisation"], stage="draft")
    file = SimpleUploadedFile(
        f"{world.canary('Attachment', 'name')}.txt", world.canary("EvidenceFile", "text").encode()
    )
    owner = world.people["provider"]
    attachment = attach_evidence(case, upload=file, question_key="short_description", by=owner, at=world.at)
    letter = issue_a_letter(case, promise=world.canary("IssuedDocument", "promise"), world=world)
    job = fail_a_job(world)
    world.ids_of["case-evidence"] = world.ids_of["case-documents"] = {"case": case.pk}
    world.ids_of["evidence-download"] = world.ids_of["evidence-remove"] = {"attachment": attachment.pk}
    world.ids_of["document-page"] = world.ids_of["document-download"] = {"document": letter.pk}
    world.ids_of["document-verify"] = {"number": letter.number}
    world.ids_of["letter-preview"] = {"code": "L-10"}
    world.ids_of["job-page"] = world.ids_of["job-retry"] = {"job": job.pk}
    world.public.add(letter.number)


def issue_a_letter(case: Case, *, promise: str, world: World) -> IssuedDocument:
    load_letters(settings.CONTENT_ROOT, world.at)
    dates = [{"day": "14 April 2026", "what": "First workshop"}]
    facts = {"round_title": "the round", "key_dates": dates, "commitments": [promise]}
    lead = world.people["programme_lead"]
    issue_letter(case, code="L-10", data=facts, by=lead, at=world.at)
    entry = OutboxEntry.objects.get(key=f"letter-{case.pk}-L-10-1")
    return make_letter(entry.payload["letter"], by=lead, at=world.at)


def fail_a_job(world: World) -> Job:
    title = world.canary("Job", "title")
    job = create_job("documents.example", title=title, by=world.people["programme_lead"], at=world.at)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, reason="The round has not been closed yet.")
    return job
