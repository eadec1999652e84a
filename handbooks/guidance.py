"""What forms are told of the handbooks: the pages that help with a section."""

from django.urls import reverse

from sandbox_portal.questions.guidance import HelpPage

from .queries import chapters_about


def help_with(set_code: str, section: str) -> list[HelpPage]:
    return [
        HelpPage(chapter.title, reverse("handbook-chapter", args=[book.code, chapter.key]))
        for book, chapter in chapters_about(set_code, section)
    ]
