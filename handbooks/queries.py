"""Which chapters there are, which hold some words, and which help with a section of a form."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

from .handbook_file import Chapter, Handbook, read_handbooks


@cache
def handbooks_in(root: Path) -> dict[str, Handbook]:
    return read_handbooks(root)


def handbook_called(code: str) -> Handbook | None:
    return handbooks_in(settings.CONTENT_ROOT).get(code)


def find_chapters(words: str) -> list[tuple[Handbook, list[Chapter]]]:
    """The chapters that hold each of the words, by handbook; without words all of them."""
    wanted = words.casefold().split()
    found = [(book, _holding(book.chapters, wanted)) for book in handbooks_in(settings.CONTENT_ROOT).values()]
    return [(book, chapters) for book, chapters in found if chapters]


def _holding(chapters: Iterable[Chapter], wanted: list[str]) -> list[Chapter]:
    return [chapter for chapter in chapters if all(word in chapter.words for word in wanted)]


def chapters_about(set_code: str, section: str) -> list[tuple[Handbook, Chapter]]:
    """The chapters that explain a section of a form (R-254)."""
    place = f"{set_code}/{section}"
    books = handbooks_in(settings.CONTENT_ROOT).values()
    return [(book, chapter) for book in books for chapter in book.chapters if place in chapter.helps_with]
