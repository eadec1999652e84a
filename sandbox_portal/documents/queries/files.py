"""Questions about the files of cases; first of all, which ones a person may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of

from ..access import files_read_in_part
from ..choices import SOON_EXPIRED, Expiring, ScanState
from ..models import Attachment, EvidenceFile
from .by_kind import by_kind

PAGE = 30
CURRENT, REPLACED = "current", "replaced"
CASE_ITSELF = "-"


def attachments_visible_to(user: User) -> QuerySet[Attachment]:
    """Files that stand on cases the person may see, old versions too, narrowed by what each kind says of its files.

    A colleague who was let into one section of the answers finds the files of that section, and their own.
    """
    return Attachment.objects.filter(
        by_kind(user, lambda access: access.attachments),
        files_read_in_part(user),
        removed_at=None,
        case__in=cases_visible_to(user).values("pk"),
    ).select_related("evidence_file")


def attachments_for(case: Case, question_key: str) -> QuerySet[Attachment]:
    """The files that stand on one question of a case; an empty key means on the case itself."""
    return Attachment.objects.filter(
        case=case, question_key=question_key, removed_at=None, replaced_at=None
    ).select_related("evidence_file")


def may_be_downloaded(attachment: Attachment) -> str | None:
    """None when the file may be handed out; otherwise one sentence. A file being checked is not handed out."""
    state = attachment.evidence_file.scan_state
    if state == ScanState.BEING_CHECKED:
        return "This file is still being checked for viruses. Please try again in a few minutes."
    if state == ScanState.REFUSED:
        return "A virus was found in this file, so nobody can open it."
    return None


@dataclass(frozen=True)
class WantedFiles:
    """What somebody looks for among the files of a case; empty words narrow nothing."""

    words: str = ""
    media_type: str = ""
    question: str = ""
    state: str = ""
    expiring: str = ""


def case_files(case: Case, user: User, wanted: WantedFiles) -> QuerySet[Attachment]:
    """The files of a case as wanted, newest first. Old versions are shown only when they are asked for."""
    files = attachments_visible_to(user).filter(case=case).filter(_state(wanted.state), _expiring(wanted.expiring))
    for word in wanted.words.split()[:8]:
        files = files.filter(Q(shown_name__icontains=word) | Q(description__icontains=word))
    if wanted.media_type:
        files = files.filter(evidence_file__media_type=wanted.media_type)
    if wanted.question:
        files = files.filter(question_key="" if wanted.question == CASE_ITSELF else wanted.question)
    return files.select_related("uploaded_by", "replaced_by").order_by("-uploaded_at", "shown_name", "pk")


def questions_with_files(case: Case, user: User) -> list[str]:
    """The questions of the case at which files stand; an empty one means the case itself."""
    files = attachments_visible_to(user).filter(case=case)
    return list(files.order_by("question_key").values_list("question_key", flat=True).distinct())


def versions_of(attachment: Attachment, user: User) -> list[Attachment]:
    """Every version of a file the person may see, newest first. Two questions, however many versions there are."""
    siblings = attachments_visible_to(user).filter(case=attachment.case_id, question_key=attachment.question_key)
    known = {each.pk: each for each in siblings.select_related("uploaded_by", "evidence_file")}
    newer_of = {each.replaces_id: each.pk for each in known.values() if each.replaces_id}
    newest = attachment.pk
    while newest in newer_of:
        newest = newer_of[newest]
    chain: list[Attachment] = []
    place: UUID | None = newest
    while place in known:
        chain.append(known[place])
        place = known[place].replaces_id
    return chain


def keepers_of(attachment_id: UUID) -> Iterator[tuple[UUID, User]]:
    """Who is to be told that a standing file ends: those who may write for its organisation, while the case is open."""
    standing = Attachment.objects.filter(pk=attachment_id, removed_at=None, replaced_at=None, case__closed_at=None)
    attachment = standing.select_related("case__organisation").first()
    if attachment is None or attachment.case.organisation is None:
        return
    for person in people_of(attachment.case.organisation, Place.OWNER, Place.CONTRIBUTOR):
        yield attachment.case_id, person


def evidence_file_by_id(file_id: UUID | str) -> EvidenceFile | None:
    return EvidenceFile.objects.filter(pk=file_id).first()


def _state(state: str) -> Q:
    if state == REPLACED:
        return Q(replaced_at__isnull=False)
    current = Q(replaced_at=None)
    return current & Q(evidence_file__scan_state=state) if state in ScanState.values else current


def _expiring(expiring: str) -> Q:
    today = TruncDate(DatabaseNow())
    conditions: dict[str, Q] = {
        Expiring.EXPIRED: Q(expires_on__lt=today),
        Expiring.SOON: Q(expires_on__gte=today, expires_on__lte=TruncDate(DatabaseNow() + SOON_EXPIRED)),
        Expiring.DATED: Q(expires_on__isnull=False),
    }
    return conditions.get(expiring, Q())
