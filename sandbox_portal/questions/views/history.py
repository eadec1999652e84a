"""Who changed which answer, when, from what to what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.govuk.paging import neighbours, page_number
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
        found, has_older = changes(self.reading, readable, key=key, page=page_number(request))
        questions = self.reading.document.questions
        context: dict[str, Any] = {
            "case": self.case,
            "document": self.reading.document,
            "changes": found,
            "since": readable.since,
            "key": key,
            "questions": [questions[each] for each in questions if each in readable.keys],
            **neighbours(request, has_more=has_older),
            "back_url": self.back_url(),
        }
        return render(request, "questions/history.html", context)
