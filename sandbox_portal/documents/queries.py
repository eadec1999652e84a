"""Questions about files, documents and jobs; first of all, which ones a person may see."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.casework.kinds import all_kinds
from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .access import READERS_OF_STAFF_PAPERS, FileAccess, file_access_of
from .choices import Audience, ScanState
from .models import Attachment, EvidenceFile, IssuedDocument, Job, LetterTemplate

MAKE_LETTER = "documents.make_letter"


def attachments_visible_to(user: User) -> QuerySet[Attachment]:
    """Files that stand on cases the person may see, narrowed by what each kind says of its files."""
    return Attachment.objects.filter(
        _by_kind(user, lambda access: access.attachments),
        removed_at=None,
        case__in=cases_visible_to(user).values("pk"),
    ).select_related("evidence_file")


def attachments_for(case: Case, question_key: str) -> QuerySet[Attachment]:
    """The files that stand on one question of a case; an empty key means on the case itself."""
    return Attachment.objects.filter(case=case, question_key=question_key, removed_at=None).select_related(
        "evidence_file"
    )


def may_be_downloaded(attachment: Attachment) -> str | None:
    """None when the file may be handed out; otherwise one sentence. A file being checked is not handed out."""
    state = attachment.evidence_file.scan_state
    if state == ScanState.BEING_CHECKED:
        return "This file is still being checked for viruses. Please try again in a few minutes."
    if state == ScanState.REFUSED:
        return "A virus was found in this file, so nobody can open it."
    return None


def documents_visible_to(user: User) -> QuerySet[IssuedDocument]:
    """Issued documents the person may read.

    | document                     | who                                                                    |
    |------------------------------|------------------------------------------------------------------------|
    | public, released             | everybody                                                              |
    | organisation's, released     | who may see the case                                                   |
    | staff's, or not released     | who may see the case and is named by its kind (lead, committee, audit) |
    | without a case, not released | the same three roles                                                   |
    | asked for by the person      | that person, while they may see the case                               |
    """
    released = Q(released_at__isnull=False)
    everybody = Q(audience=Audience.PUBLIC) & released
    if not user.is_authenticated:
        return IssuedDocument.objects.filter(everybody)
    in_sight = Q(case__in=cases_visible_to(user).values("pk"))
    staff_papers = _by_kind(user, lambda access: access.staff_documents) & in_sight
    if READERS_OF_STAFF_PAPERS & roles_of(user):
        staff_papers |= Q(case=None)
    own = Q(issued_by=user) & (Q(case=None) | in_sight) & (Q(audience=Audience.STAFF) | released)
    return IssuedDocument.objects.filter(
        everybody | (Q(audience=Audience.ORGANISATION) & released & in_sight) | staff_papers | own
    )


def documents_of(case: Case, user: User) -> QuerySet[IssuedDocument]:
    """What was issued on a case, newest first, as far as the person may see it."""
    return documents_visible_to(user).filter(case=case).select_related("replaced_by")


def letter_of(case: Case, code: str) -> IssuedDocument | None:
    """The newest version of a letter of the case, held or released; None while it has not been made."""
    return IssuedDocument.objects.filter(case=case, code=code).order_by("-version").first()


def held_letters(case: Case) -> QuerySet[IssuedDocument]:
    """Letters of the case that are made and wait to be released."""
    return IssuedDocument.objects.filter(case=case, audience=Audience.ORGANISATION, released_at=None)


def letters_being_made(case: Case) -> int:
    """How many letters of the case were asked for and are not made yet."""
    return OutboxEntry.objects.filter(name=MAKE_LETTER, finished_at=None, payload__letter__case_id=str(case.pk)).count()


def newest_letter_template(code: str) -> LetterTemplate | None:
    return LetterTemplate.objects.filter(code=code).order_by("-version").first()


def letter_templates() -> QuerySet[LetterTemplate]:
    """Every letter in its newest version."""
    return LetterTemplate.objects.order_by("code", "-version").distinct("code")


def genuine_document(number: str) -> IssuedDocument | None:
    """The released document of a number. One that is held does not exist for anybody who asks."""
    return IssuedDocument.objects.filter(number=number, released_at__isnull=False).select_related("replaced_by").first()


def jobs_visible_to(user: User) -> QuerySet[Job]:
    """The person's own jobs, newest first."""
    return Job.objects.filter(asked_by=user).select_related("result")


def job_by_id(job_id: UUID | str) -> Job | None:
    return Job.objects.select_related("asked_by", "case").filter(pk=job_id).first()


def _by_kind(user: User, condition: Callable[[FileAccess], Callable[[User], Q]]) -> Q:
    """Each kind's own condition, joined; one clause per kind of case that is known."""
    joined = Q(pk__in=[])
    for kind in all_kinds():
        joined |= Q(case__kind=kind.kind) & condition(file_access_of(kind.kind))(user)
    return joined


def evidence_file_by_id(file_id: UUID | str) -> EvidenceFile | None:
    return EvidenceFile.objects.filter(pk=file_id).first()
