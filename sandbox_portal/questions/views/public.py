"""The blank form for anybody, before there is an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.doors import ANYONE, Door

from ..blank import blank_sections
from ..engine import Given
from ..queries import document_of, published_set


class PublishedForm(Door):
    """The newest published version of a question set, to read and to print."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        question_set = published_set(code)
        if question_set is None:
            raise Http404
        document = document_of(question_set)
        context = {"document": document, "sections": blank_sections(document, Given())}
        return render(request, "questions/blank_form.html", context)
