"""The handbooks, for anybody: their chapters with a search, and each chapter as a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.doors import ANYONE, Door

from ..forms import FindChapters
from ..queries import find_chapters, handbook_called


class HandbookList(Door):
    """Every chapter, or those that hold some words."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FindChapters(request.GET)
        found = find_chapters(form.chosen().get("words", ""))
        return render(request, "handbooks/list.html", {"form": form, "found": found, "selected": form.selected()})


class HandbookChapter(Door):
    """One chapter, with the ones before and after it."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, handbook: str, chapter: str) -> HttpResponse:
        book = handbook_called(handbook)
        found = book.chapter(chapter) if book else None
        if book is None or found is None:
            raise Http404
        at = book.chapters.index(found)
        context = {
            "book": book,
            "chapter": found,
            "before": book.chapters[at - 1] if at else None,
            "after": book.chapters[at + 1] if at + 1 < len(book.chapters) else None,
        }
        return render(request, "handbooks/chapter.html", context)
