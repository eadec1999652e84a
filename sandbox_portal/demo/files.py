"""Files and long work of the demonstration: a file with a newer version, one that ends soon, and two jobs."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import About, attach_evidence, create_job, replace_evidence
from sandbox_portal.documents.choices import ExpiryKind
from sandbox_portal.documents.models import Attachment, LetterTemplate
from sandbox_portal.documents.tasks import PREVIEW_LETTER
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import holders_of, people_of
from selection.choices import ApplicationStage
from selection.models import Application

NOBODY = "00000000-0000-0000-0000-000000000000"
ENDS_IN = timedelta(days=21)


def files_and_jobs() -> str:
    """Add files to the draft of round 5, and ask for one PDF that can be made and one that cannot."""
    drafts = Application.objects.filter(round__number=5, case__stage=ApplicationStage.DRAFT)
    application = drafts.select_related("case__organisation").order_by("pk").first()
    if application is None or Attachment.objects.filter(case=application.case_id).exists():
        return "The files are there already."
    with transaction.atomic():
        _add_files(application)
        _ask_for_jobs()
    return "Files: a policy with a newer version and an insurance that ends soon; jobs: one made, one that cannot be."


def _add_files(application: Application) -> None:
    owner, at = people_of(application.organisation)[0], database_now()
    old = SimpleUploadedFile("Safeguarding policy 2024.txt", b"Our policy as it was agreed in 2024.")
    new = SimpleUploadedFile("Safeguarding policy.txt", b"Our policy as it was agreed this year.")
    insurance = SimpleUploadedFile("Insurance.txt", b"Public liability insurance: five million pounds.")
    policy = attach_evidence(application.case, upload=old, about=About("Safeguarding policy"), by=owner, at=at)
    said = About("Safeguarding policy, agreed by the members", day_in_london(at) + 12 * ENDS_IN, ExpiryKind.REVIEW)
    replace_evidence(policy, upload=new, about=said, by=owner, at=at)
    ends = About("Public liability insurance", day_in_london(at) + ENDS_IN, ExpiryKind.ENDS)
    attach_evidence(application.case, upload=insurance, about=ends, by=owner, at=at)


def _ask_for_jobs() -> None:
    """The worker makes the first; it finds that the words of the second are gone, and says so."""
    lead, at = holders_of(Role.PROGRAMME_LEAD)[0], database_now()
    letter = LetterTemplate.objects.filter(code="L-06").order_by("-version").first()
    if letter is not None:
        create_job(PREVIEW_LETTER, title=f"Preview of {letter}", by=lead, at=at, template=str(letter.pk))
    create_job(PREVIEW_LETTER, title="Preview of a letter that was taken away", by=lead, at=at, template=NOBODY)
