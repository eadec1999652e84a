"""New words for a letter: write, look, publish by a second person, or give up."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sandbox_portal.govuk.forms import status_of
from sandbox_portal.people.doors import Door

from ..actions import (
    close_letter_draft,
    create_job,
    publish_letter_draft,
    save_letter_draft,
)
from ..actions.drafts import WRITERS
from ..content import faults_of, shared_texts
from ..forms import WriteLetter
from ..models import LetterDraft
from ..queries import letter_draft_by_id
from ..reading import letter_preview
from ..tasks import PREVIEW_LETTER


@dataclass(frozen=True)
class DraftWords:
    """A draft with the shared paragraphs as they are now."""

    subject: str
    summary: str
    body: str
    paragraphs: Any


class DraftDoor(Door):
    access = WRITERS

    @cached_property
    def draft(self) -> LetterDraft:
        found = letter_draft_by_id(self.kwargs["draft"])
        if found is None:
            raise Http404
        return found

    def revision(self) -> int:
        given = self.request.POST.get("revision", "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


class EditLetterDraft(DraftDoor):
    """Write, and see beneath how the letter reads."""

    def get(self, request: HttpRequest, draft: UUID) -> HttpResponse:
        said = self.draft
        return self._page(WriteLetter(initial={name: getattr(said, name) for name in WriteLetter.base_fields}))

    def post(self, request: HttpRequest, draft: UUID) -> HttpResponse:
        form = WriteLetter(request.POST)
        if not form.is_valid():
            return self._page(form)
        save_letter_draft(
            self.draft, words=form.words(), revision=form.cleaned_data["revision"], by=request.user, at=self.at
        )
        messages.success(request, "Your words are saved. Nobody has been sent them.")
        return redirect("letter-draft", draft=self.draft.pk)

    def _page(self, form: WriteLetter) -> HttpResponse:
        said = self.draft
        faults = faults_of(said)
        shared = shared_texts()
        words = DraftWords(said.subject, said.summary, said.body, shared)
        context = {
            "draft": said,
            "form": form,
            "faults": faults,
            "preview": None if faults else letter_preview(words),
            "is_mine": said.written_by_id == self.request.user.pk,
            "shared": sorted(shared),
        }
        return render(self.request, "documents/pages/letter_draft.html", context, status=status_of(form))


class PrintLetterDraft(DraftDoor):
    def post(self, request: HttpRequest, draft: UUID) -> HttpResponse:
        job = create_job(
            PREVIEW_LETTER,
            title=f"Preview of new words for {self.draft.based_on.code}",
            by=request.user,
            at=self.at,
            draft=str(self.draft.pk),
            revision=self.draft.revision,
        )
        return redirect("job-page", job=job.pk)


class PublishLetterDraft(DraftDoor):
    def post(self, request: HttpRequest, draft: UUID) -> HttpResponse:
        template = publish_letter_draft(self.draft, revision=self.revision(), by=request.user, at=self.at)
        messages.success(request, f"{template} is published. Letters are made with it from now on.")
        return redirect("letter-detail", code=template.code)


class CloseLetterDraft(DraftDoor):
    def post(self, request: HttpRequest, draft: UUID) -> HttpResponse:
        closed = close_letter_draft(self.draft, by=request.user, at=self.at)
        messages.success(request, "The draft is closed. The letter stays as it was.")
        return redirect("letter-detail", code=closed.based_on.code)
