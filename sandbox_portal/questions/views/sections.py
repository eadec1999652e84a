"""Give one section of a form to a colleague, remind them, take it back; and hand back one's own (R8)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.permissions import owns_organisation

from ..actions.sections import (
    give_section,
    hand_back_section,
    let_read_everything,
    promise_section,
    remind_of_section,
    take_back_section,
)
from ..choices import Rest
from ..engine import Section
from ..forms_together import GiveSection
from ..queries import document_of
from ..sections import (
    current_holders,
    handing_refusal,
    handovers_visible_to,
    may_be_given,
    people_kept_to_sections,
    reminding_refusal,
)
from .doors import ResponseDoor


class SectionDoor(ResponseDoor):
    """A page about one section of a form."""

    on_behalf = False  # who does what is the team's own

    @cached_property
    def section(self) -> Section:
        section = document_of(self.response.question_set).section(self.kwargs["section"])
        if section is None or not self.scope.may_read(section.key):
            raise Http404
        return section

    def back_to_tasks(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return HttpResponseRedirect(self.address("response-task-list"))

    @property
    def deed(self) -> dict[str, Any]:
        return {"section_key": self.section.key, "by": self.request.user, "at": self.at}


class SectionWithColleague(SectionDoor):
    """Who has this section and since when, who had it before, and the way to give it to a colleague."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        if form.is_for_somebody_new:
            return self._promise(form)
        chosen = {"holder": form.chosen, "rest": Rest(form.cleaned_data["rest"]), "note": form.cleaned_data["note"]}
        try:
            give_section(self.response, **chosen, **self.deed)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._show(form, status=409)
        words = _("%(who)s has “%(section)s” now. We have written to them.")
        return self.back_to_tasks(words % {"who": form.chosen.name, "section": self.section.title})

    def _promise(self, form: GiveSection) -> HttpResponse:
        email, rest = form.cleaned_data["email"], Rest(form.cleaned_data["rest"])
        note = form.cleaned_data["note"]
        try:
            promise_section(self.response, email=email, rest=rest, note=note, **self.deed)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._show(form, status=409)
        words = _("We have invited %(who)s to your team. They get “%(section)s” when they come.")
        return self.back_to_tasks(words % {"who": email, "section": self.section.title})

    def _form(self, data: Any = None) -> GiveSection:
        colleagues = may_be_given(self.response, self.request.user)
        may_invite = owns_organisation.test(self.request.user, self.case)
        return GiveSection(data, section_title=self.section.title, colleagues=colleagues, may_invite=may_invite)

    def _show(self, form: GiveSection, status: int = 200) -> HttpResponse:
        handover = current_holders(self.response).get(self.section.key)
        is_owner = owns_organisation.test(self.request.user, self.case)
        context = {
            "case": self.case,
            "section": self.section,
            "handover": handover,
            "form": form,
            "refusal": handing_refusal(self.response, self.request.user, scope=self.scope),
            "reminding_refusal": reminding_refusal(handover, day_in_london(self.at)) if handover else None,
            "earlier": handovers_visible_to(self.request.user).filter(
                response=self.response, section_key=self.section.key, ended_at__isnull=False
            )[:10],
            "kept_to_sections": people_kept_to_sections(self.response) if is_owner else [],
            "back_url": self.address("response-task-list"),
        }
        return render(self.request, "questions/section.html", context, status=status)


class RemindColleague(SectionDoor):
    """Write to whoever has the section; once a day."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        handover = remind_of_section(self.response, **self.deed)
        return self.back_to_tasks(_("We have sent a reminder to %(who)s.") % {"who": handover.holder.name})


class TakeBackSection(SectionDoor):
    """Take the section back. What was written stays."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        handover = take_back_section(self.response, **self.deed)
        words = _("“%(section)s” is back. What %(who)s wrote is kept.")
        return self.back_to_tasks(words % {"section": self.section.title, "who": handover.holder.name})


class LetReadEverything(SectionDoor):
    """Open the other answers to a colleague who could see one section alone."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        colleagues = {str(person.pk): person for person in may_be_given(self.response, request.user)}
        holder = colleagues.get(request.POST.get("holder", ""))
        if holder is None:
            raise Http404
        let_read_everything(self.response, holder=holder, by=request.user, at=self.at)
        return self.back_to_tasks(_("%(who)s can read all the answers now.") % {"who": holder.name})


class HandBackSection(SectionDoor):
    """Say that one's own part is done."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        handover = hand_back_section(self.response, **self.deed)
        words = _("You have handed back “%(section)s”. We have told %(who)s.")
        return self.back_to_tasks(words % {"section": self.section.title, "who": handover.given_by.name})
