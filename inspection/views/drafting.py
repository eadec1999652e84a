"""A page that keeps what is typed while it is typed: in the background with JavaScript, by a button without (R-371)."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.moments import time_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.sealing import key_for

from ..actions.drafts import ChangedElsewhere, drop_typed, keep_typed, send_typed
from ..queries.drafts import typed_draft
from .assessments import AssessmentAction

LATER, FORGET = "keep_for_later", "forget_draft"
PAGE_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BOX = re.compile(r"_[0-9]\Z")  # the day, the month and the year of one field


class DraftedPage(ActionPage):
    """An action whose form is also a draft of its writer. `draft_page` names it among the pages of the assessment.

    A draft is never taken for what it says: only the form's own button checks and sends it.
    """

    assessment: Any
    draft_page = ""

    @property
    def drafted_on(self) -> Any:
        """The assessment it is typed on, or the case of another kind."""
        return self.assessment

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        draft = typed_draft(self.drafted_on, self.user, self.draft_page)
        form = self.form()
        if draft is not None:
            self.fill(form, draft.typed)
        return self.show_drafted(form, draft=draft)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.headers.get("X-Fragment") == "1":
            return self.saved()
        if FORGET in request.POST:
            drop_typed(self.drafted_on, page=self.draft_page, by=self.user, at=self.at)
            messages.success(request, "What you had typed is gone.")
            return redirect(request.path)
        if LATER in request.POST:
            return self.kept_for_later()
        return super().post(request, **kwargs)

    def carry_out(self, values: dict[str, Any]) -> object:
        """What is sent is a draft no longer, whatever this page has still on its way."""
        own = {"page": self.draft_page, "open_page": _page_name(self.request.POST), "by": self.user, "at": self.at}
        return send_typed(self.drafted_on, send=lambda: self.act(values), **own)

    def saved(self) -> JsonResponse:
        """What autosave.js is told."""
        try:
            draft = self.keep(is_by_button=False)
        except ChangedElsewhere:
            there = typed_draft(self.drafted_on, self.user, self.draft_page)
            when = time_in_words(there.saved_at) if there else ""
            told = {"changed_by": self.user.name, "changed_at_text": when, "version": there.version if there else 0}
            return JsonResponse(told, status=409)
        except Refused as refused:
            return JsonResponse({"refused": refused.sentence}, status=422)
        return JsonResponse({"version": draft.version, "saved_at_text": time_in_words(draft.saved_at)})

    def kept_for_later(self) -> HttpResponse:
        try:
            self.keep(is_by_button=True)
        except Refused as refused:
            form = self.form(self.request.POST)
            form.errors.clear()
            form.add_error(None, f"{refused.sentence} Your text is still here and has not been saved.")
            return self.show(form, status=409)
        messages.success(self.request, "It is kept as you typed it. Go on whenever you like.")
        return redirect(self.back_url)

    def keep(self, *, is_by_button: bool) -> Any:
        sent, fields = self.request.POST, self.form().fields
        typed = {name: values for name, values in sent.lists() if BOX.sub("", name) in fields or name in fields}
        number = sent.get("version", "0")
        version = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
        own = {"page": self.draft_page, "open_page": _page_name(sent), "is_by_button": is_by_button}
        return keep_typed(self.drafted_on, typed=typed, version=version, **own, by=self.user, at=self.at)

    def fill(self, form: Any, typed: dict[str, list[str]]) -> None:
        """Put what was typed into an empty form, in the boxes of each field."""
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(data, {}, form.add_prefix(name))

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show_drafted(form, draft=typed_draft(self.drafted_on, self.user, self.draft_page), status=status)

    def show_drafted(self, form: Any, *, draft: Any, status: int = 200) -> HttpResponse:
        self.kept = draft
        form.is_drafted, form.draft_version = True, draft.version if draft else 0
        form.open_page = _page_name(self.request.POST) or str(uuid.uuid4())
        form.kept_under = key_for("typed", str(self.user.pk))
        return super().show(form, status)

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "draft": getattr(self, "kept", None), "forget": FORGET}


class DraftedAction(DraftedPage, AssessmentAction):
    """The same for an action about an assessment whose file the person reads."""


def _page_name(sent: QueryDict) -> str:
    """The name of the open page that sent this; none when it gives none that a page of ours has."""
    name = sent.get("open_page", "")
    return name if PAGE_NAME.fullmatch(name) else ""
