"""The words of letters: looked at by the staff who write and send them."""

from functools import cached_property

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door
from sandbox_portal.people.queries import roles_of

from ..actions import create_job, start_letter_draft
from ..actions.drafts import WRITERS
from ..content import paragraph_library
from ..forms import LettersFilter
from ..merging import DESCRIPTIONS, fields_in, fields_marked, paragraphs_in
from ..models import LetterTemplate
from ..queries import letter_drafts, letter_versions, letters_wanted, sent_with
from ..reading import letter_preview
from ..tasks import PREVIEW_LETTER

READERS = frozenset({Role.PROGRAMME_LEAD, Role.CONTENT_EDITOR, Role.AUDITOR})


class LetterDoor(Door):
    access = READERS

    @cached_property
    def versions(self) -> list[LetterTemplate]:
        found = list(letter_versions(self.kwargs["code"]))
        if not found:
            raise Http404
        return found

    @cached_property
    def template(self) -> LetterTemplate:
        """The version the address names, or the newest."""
        wanted = self.request.GET.get("version", "")
        if not wanted:
            return self.versions[0]
        found = next((each for each in self.versions if str(each.version) == wanted), None)
        if found is None:
            raise Http404
        return found


class ListLetters(LetterDoor):
    """Every letter in its newest version, and the drafts that wait for a second person."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = LettersFilter(request.GET)
        templates, neighbours = page_by_number(request, letters_wanted(**form.chosen()))
        drafts = {draft.based_on.code: draft for draft in letter_drafts()}
        context = {
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "letters": [(each, letter_preview(each), drafts.get(each.code)) for each in templates],
            **neighbours,
        }
        return render(request, "documents/pages/letters.html", context)


class LetterDetail(LetterDoor):
    """One letter: its words and fields, its shared paragraphs, its versions, and what was sent with them."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        template = self.template
        library = paragraph_library(settings.CONTENT_ROOT)
        said = "\n".join((template.subject, template.summary, template.body, *template.paragraphs.values()))
        used = dict.fromkeys(field for _, field in fields_in(said))
        documents, neighbours = page_by_number(request, sent_with(code, request.user))
        context = {
            "template": template,
            "subject": fields_marked(template.subject),
            "summary": fields_marked(template.summary),
            "body": fields_marked(template.body),
            "versions": self.versions,
            "fields": [(field, DESCRIPTIONS[field]) for field in used if field in DESCRIPTIONS],
            "paragraphs": [
                (
                    each,
                    fields_marked(template.paragraphs.get(each.name, "")),
                    getattr(library.get(each.name), "about", ""),
                )
                for each in paragraphs_in(template.body)
            ],
            "draft": next((each for each in letter_drafts() if each.based_on.code == code), None),
            "may_write": bool(WRITERS & roles_of(request.user)),
            "documents": documents,
            **neighbours,
        }
        return render(request, "documents/pages/letter.html", context)


class PreviewLetter(LetterDoor):
    """One letter, filled with made-up facts."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        context = {"template": self.template, "preview": letter_preview(self.template)}
        return render(request, "documents/pages/letter_preview.html", context)


class PrintLetter(LetterDoor):
    """The same as a PDF, made as a job."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        title = f"Preview of {self.template}"
        job = create_job(PREVIEW_LETTER, title=title, by=request.user, at=self.at, template=str(self.template.pk))
        return redirect("job-page", job=job.pk)


class StartLetterDraft(LetterDoor):
    """Begin new words."""

    access = WRITERS

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        draft = start_letter_draft(code, by=request.user, at=self.at)
        return redirect("letter-draft", draft=draft.pk)
