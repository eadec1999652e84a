"""Questions about issued documents and the words of letters."""

from django.db.models import Q, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.casework.queries import cases_read_whole_by
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..access import READERS_OF_STAFF_PAPERS
from ..choices import Audience
from ..models import IssuedDocument, LetterTemplate
from .by_kind import by_kind

MAKE_LETTER = "documents.make_letter"


def documents_visible_to(user: User) -> QuerySet[IssuedDocument]:
    """Issued documents the person may read.

    | document                     | who                                                                    |
    |------------------------------|------------------------------------------------------------------------|
    | public, released             | everybody                                                              |
    | organisation's, released     | who may see the case                                                   |
    | staff's, or not released     | who may see the case and is named by its kind (lead, committee, audit) |
    | without a case, not released | the same three roles                                                   |
    | asked for by the person      | that person, while they may see the case                               |

    A colleague who was let into one section of a case's answers reads none of the papers of that case.
    """
    released = Q(released_at__isnull=False)
    everybody = Q(audience=Audience.PUBLIC) & released
    if not user.is_authenticated:
        return IssuedDocument.objects.filter(everybody)
    in_sight = Q(case__in=cases_read_whole_by(user).values("pk"))
    staff_papers = by_kind(user, lambda access: access.staff_documents) & in_sight
    if READERS_OF_STAFF_PAPERS & roles_of(user):
        staff_papers |= Q(case=None)
    own = Q(issued_by=user) & (Q(case=None) | in_sight) & (Q(audience=Audience.STAFF) | released)
    return IssuedDocument.objects.filter(
        everybody | (Q(audience=Audience.ORGANISATION) & released & in_sight) | staff_papers | own
    )


def documents_of(case: Case, user: User) -> QuerySet[IssuedDocument]:
    """What was issued on a case, newest first, as far as the person may see it."""
    return documents_visible_to(user).filter(case=case).select_related("replaced_by")


@once_a_look
def papers_of(case: Case, user: User) -> list[IssuedDocument]:
    """The same as a list, for the parts of one page."""
    return list(documents_of(case, user))


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
    return _told_to_anybody().filter(number=number).first()


def document_of_hash(sha256: str) -> IssuedDocument | None:
    """The released document whose PDF has this SHA-256."""
    return _told_to_anybody().filter(sha256=sha256).first()


def _told_to_anybody() -> QuerySet[IssuedDocument]:
    return IssuedDocument.objects.filter(released_at__isnull=False).select_related("replaced_by", "withdrawal")
