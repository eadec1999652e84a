"""Questions about the words of letters: what they are, who is changing them, what was sent with them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.people.models import User

from ..models import IssuedDocument, LetterDraft, LetterTemplate
from .issued import documents_visible_to, letter_templates


def letters_wanted(words: str = "") -> QuerySet[LetterTemplate]:
    """Every letter in its newest version whose code, subject or occasion holds every word."""
    letters = LetterTemplate.objects.filter(pk__in=letter_templates().values("pk")).order_by("code")
    for word in words.split()[:8]:
        letters = letters.filter(Q(code__icontains=word) | Q(subject__icontains=word) | Q(used_when__icontains=word))
    return letters


def letter_versions(code: str) -> QuerySet[LetterTemplate]:
    """Every version of a letter, newest first."""
    return LetterTemplate.objects.filter(code=code).select_related("published_by").order_by("-version")


def letter_drafts() -> QuerySet[LetterDraft]:
    """Drafts that are open, for those who edit letters."""
    return LetterDraft.objects.filter(closed_at=None).select_related("based_on", "written_by")


def letter_draft_by_id(draft_id: UUID) -> LetterDraft | None:
    return (
        LetterDraft.objects.filter(pk=draft_id).select_related("based_on", "written_by", "closed_by", "became").first()
    )


def letter_template_by_id(template_id: UUID | str) -> LetterTemplate | None:
    return LetterTemplate.objects.filter(pk=template_id).first()


def sent_with(code: str, user: User) -> QuerySet[IssuedDocument]:
    """The documents made from any version of a letter that the person may read, newest first."""
    return documents_visible_to(user).filter(template__code=code).select_related("template", "case")
