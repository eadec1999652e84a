"""Messages of a case: read them, write one with files, open what is new, take one back."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.actions.messages import open_messages, withdraw_message
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries.messages import (
    cases_with_messages_for,
    is_of_the_organisation,
    messages_visible_to,
    open_questions,
    thread_of,
)
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.doors import SIGNED_IN, Door

from ..actions.messages import send_message
from ..downloads import download
from ..forms.messages import WriteMessage
from ..queries.messages import files_of, message_files_visible_to, readable_message_files, refused_to_open

SENT = "Your message was sent. They get an email that it is there, without its words."


class MessagesDoor(Door):
    """A case whose messages this person may read."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def case(self) -> Case:
        cases = cases_with_messages_for(self.request.user).select_related("organisation")
        return get_object_or_404(cases, pk=self.kwargs["case"])


class CaseMessages(MessagesDoor):
    """The thread of a case, for both sides at the same address, with a place to write."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            sent = send_message(self.case, **form.cleaned_data, by=request.user, at=self.at)
        except Refused as refused:
            return self._page(form.with_its_words(refused.sentence), status=409)
        notices.success(request, SENT)
        return redirect(f"{request.path}#message-{sent.pk}")

    def _form(self, *given: Any) -> WriteMessage:
        is_staff = not is_of_the_organisation(self.case, self.request.user)
        known = [each for each in open_questions(self.case) if is_staff or each.read_at is not None]
        return WriteMessage(*given, questions=known, is_staff=is_staff)

    def _page(self, form: WriteMessage, *, status: int = 200) -> HttpResponse:
        case, user = self.case, self.request.user
        kind = kind_of(case)
        letters = thread_of(case, user)
        files = files_of(letters, case, user)
        context = {
            "case": case,
            "kind": kind.label,
            "letters": [(letter, files[letter.id]) for letter in letters],
            "new": sum(letter.is_new for letter in letters),
            "form": form,
            "refusal": kind.may_message(case, user),
            "is_ours": is_of_the_organisation(case, user),
            "back_url": kind.address(case, user),
        }
        return render(self.request, "documents/messages/thread.html", context, status=status)


class OpenMessages(MessagesDoor):
    """Show what is new: this is when the other side is told that it was read."""

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        open_messages(self.case, by=request.user, at=self.at)
        return redirect("case-messages", case=self.case.pk)


class WithdrawMessage(Door):
    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest, message: UUID) -> HttpResponse:
        found = get_object_or_404(messages_visible_to(request.user), pk=message)
        withdraw_message(found, by=request.user, at=self.at)
        notices.success(request, "The message was taken back. Its words were not read.")
        return redirect(f"{reverse('case-messages', args=[found.case_id])}#message-{found.pk}")


class DownloadMessageFile(Door):
    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest, file: UUID) -> HttpResponseBase:
        seen = get_object_or_404(message_files_visible_to(request.user), pk=file)
        found = get_object_or_404(readable_message_files(seen.message.case, request.user), pk=file)
        refusal = refused_to_open(found)
        if refusal:
            raise Refused(refusal)
        stored = found.evidence_file
        return download(
            stored.stored_name, sha256=stored.sha256, media_type=stored.media_type, shown_name=found.shown_name
        )
