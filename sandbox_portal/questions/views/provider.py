"""The overviews of somebody who answers: the tasks, and everything said so far."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.casework.queries.assistance import typed_for
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.voices import speaks_for
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import owns_organisation

from ..actions.noticed import confirm_warnings_read
from ..actions.paper import ask_for_blank_form
from ..blank import blank_sections
from ..engine import Section
from ..findings import Finding
from ..hosts import Host, host_of
from ..models import SectionHandover
from ..noticed import confirming_refusal, digest_of_warnings, warnings_are_read
from ..offers import offers_in
from ..presence import others_here
from ..queries import completeness_of, document_of
from ..sections import current_holders, handing_refusal, people_kept_to_sections, sections_of_holder
from ..sheets.plan import tabs_of
from ..showing import shown_sections
from ..tasks_shown import Sharing, shown_tasks
from ..typed import checks_shown
from ..wording import problem_words
from .doors import ResponseDoor

NOT_TICKED = "Tick the box when you have read what we noticed."


class TaskList(ResponseDoor):
    """Every task with its state, and how many are done (R2)."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        host = host_of(self.case)
        holders = current_holders(self.response) if self.response.locked_at is None else {}
        here = others_here(self.response, request.user, self.at) if self.response.locked_at is None else []
        sharing = Sharing(request.user, self.may_write, self.scope, holders, here)
        context = {
            "case": self.case,
            "document": self.reading.document,
            "refusal": self.refusal,
            "tasks": shown_tasks(self.reading, self.page_address, sharing),
            "held": sections_of_holder(self.reading.document, self.scope),
            "shared": self._shared(holders),
            "is_shared": bool(holders),
            "by_sheet": self._by_sheet(),
            "kept_to_sections": self._kept_to_sections(),
            "may_hand_over": handing_refusal(self.response, request.user, scope=self.scope) is None,
            "completeness": completeness_of(self.reading),
            "introduction": host.introduction,
            "facts": host.facts(self.case),
            "told_before": len(offers_in(self.reading, request.user, self.scope, at=self.at)),
        }
        return render(request, "questions/task_list.html", context)

    def _shared(self, holders: Mapping[str, SectionHandover]) -> list[tuple[Section, SectionHandover | None]]:
        """Every section that asks something, and any that somebody has; what does not apply is nobody's work."""
        asked = {part.section.key for part in self.reading.progress_seen} | set(holders)
        return [(each, holders.get(each.key)) for each in self.reading.document.sections if each.key in asked]

    def _kept_to_sections(self) -> list[User]:
        """Who still sees only a section of what was sent, for an owner, who can let them read the rest."""
        is_owner = owns_organisation.test(self.request.user, self.case)
        return people_kept_to_sections(self.response) if is_owner and self.response.locked_at is not None else []

    def _by_sheet(self) -> list[Section]:
        """The sections this person may fill in by spreadsheet now."""
        if self.response.locked_at is not None:
            return []
        sections = document_of(self.response.question_set).sections
        return [section for section in sections if tabs_of(section) and self.may_write(section)]


class CheckAnswers(ResponseDoor):
    """Everything answered, each with its way back to the question (R3), and each gap with its link (R7)."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Say that what we noticed was read; the way to sending is open then."""
        if request.POST.get("read") != "yes":
            return self._show(NOT_TICKED, status=422)
        shown = request.POST.get("shown", "")
        try:
            confirm_warnings_read(self.response, shown=shown, by=request.user, at=self.at)
        except Refused as refused:
            return self._show(refused.sentence, status=409)
        return HttpResponseRedirect(f"{request.path}#send")

    def _show(self, problem: str = "", *, status: int = 200) -> HttpResponse:
        host = host_of(self.case)
        completeness = completeness_of(self.reading)
        is_read = warnings_are_read(self.reading)
        reads = self.scope.may_read
        context = {
            "case": self.case,
            "document": self.reading.document,
            "refusal": self.refusal,
            "sections": [shown for shown in shown_sections(self.reading) if reads(shown.section.key)],
            "open_sections": {each.key for each in self.reading.document.sections if self.may_write(each)},
            "completeness": completeness,
            "gaps": [
                (problem_words(gap), self.reading.document.page_of[gap.question.key])
                for gap in completeness.problems
                if self.may_write(self.reading.document.section_of[gap.question.key])
            ],
            "errors": [self._told(each) for each in completeness.errors if self._concerns(each)],
            "warnings": [self._told(each) for each in self.reading.warnings if self._concerns(each)],
            "digest": digest_of_warnings(self.reading),
            "is_read": is_read,
            "may_confirm": confirming_refusal(self.response, self.request.user, scope=self.scope) is None,
            "problem": problem,
            "send_url": self._send_url(host) if completeness.is_complete and is_read else None,
            "send_label": host.send_label,
            **self.typed(),
        }
        return render(self.request, "questions/check_answers.html", context, status=status)

    def typed(self) -> dict[str, Any]:
        """Who typed here for the organisation, and what it says of that; asked further only where somebody did."""
        times = typed_for(self.case)
        checks = checks_shown(self.case, self.user, at=self.at, reading=self.reading) if times else []
        return {"typed_for": times, "checks": checks}

    def _concerns(self, finding: Finding) -> bool:
        """True for what this person can put right: not for what stands in a section that is not theirs."""
        section = self.reading.document.section_of.get(finding.question)
        return self.refusal is None if section is None else self.may_write(section)

    def _told(self, finding: Finding) -> tuple[Finding, str]:
        """What was found, and the address where it is put right; no address when there is no such page."""
        page = self.reading.document.page_of.get(finding.question)
        return finding, finding.address or (f"{self.page_address(page)}?return=check" if page else "")

    def _send_url(self, host: Host) -> str | None:
        """Somebody who was lent a section has nothing to send, nor has somebody who types for others."""
        if speaks_for(self.request.user) or self.scope.is_lent:
            return None
        return host.send_url(self.case, self.request.user)


class BlankForm(ResponseDoor):
    """The questions of this case to print and fill in by hand, with the dates of its round."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        sections = blank_sections(self.reading.document, self.reading.given)
        context = {"document": self.reading.document, "sections": sections, "case": self.case}
        return render(request, "questions/blank_form.html", context)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Ask for the same as a PDF."""
        try:
            job = ask_for_blank_form(self.response, by=request.user, at=self.at)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("job-page", args=[job.pk]))
