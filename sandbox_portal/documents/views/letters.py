"""The words of letters, for the staff who write and send them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door

from ..queries import letter_templates, newest_letter_template
from ..reading import letter_preview


class LetterDoor(Door):
    access = frozenset({Role.PROGRAMME_LEAD, Role.CONTENT_EDITOR, Role.AUDITOR})


class ListLetters(LetterDoor):
    """Every letter, in its newest version."""

    def get(self, request: HttpRequest) -> HttpResponse:
        letters = [(template, letter_preview(template)) for template in letter_templates()]
        return render(request, "documents/pages/letters.html", {"letters": letters})


class PreviewLetter(LetterDoor):
    """One letter, filled with made-up facts."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        template = newest_letter_template(code)
        if template is None:
            raise Http404
        context = {"template": template, "preview": letter_preview(template)}
        return render(request, "documents/pages/letter_preview.html", context)
