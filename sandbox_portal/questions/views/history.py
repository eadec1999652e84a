"""Who changed which answer, when, from what to what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from sandbox_portal.people.doors import PROVIDER, STAFF

from ..history import changes, readable_history
from .doors import ResponseDoor


class AnswerHistory(ResponseDoor):
    """The history of a form, a page at a time, of all questions or of one."""

    access = frozenset({PROVIDER, STAFF})

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        readable = readable_history(self.reading, request.user)
        if readable is None:
            raise Http404
        key = request.GET.get("question", "")
        key = key if key in readable.keys else ""
        page = _page_number(request.GET.get("page", ""))
        found, has_older = changes(self.reading, readable, key=key, page=page)
        questions = self.reading.document.questions
        context: dict[str, Any] = {
            "case": self.case,
            "document": self.reading.document,
            "changes": found,
            "since": readable.since,
            "key": key,
            "questions": [questions[each] for each in questions if each in readable.keys],
            "newer_url": _address(key, page - 1) if page > 1 else "",
            "older_url": _address(key, page + 1) if has_older else "",
            "back_url": self.back_url(),
        }
        return render(request, "questions/history.html", context)


def _page_number(mark: str) -> int:
    """Which page; what means nothing is the first."""
    return max(1, int(mark)) if mark.isascii() and mark.isdigit() and len(mark) < 5 else 1


def _address(key: str, page: int) -> str:
    return "?" + urlencode({"question": key, "page": page} if key else {"page": page})
