"""Find an organisation in a public list and let it fill in a form: nothing typed is replaced unless it is ticked."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.govuk.paging import neighbours, page_number
from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.lookup.queries import Listed, find, is_enough, pick

from ..actions import save_page
from ..engine import Page, Question
from ..look_ups import Filled, filled_from, lists_of
from ..queries import versions_of
from ..version_tokens import token_for, versions_in
from ..wording import answer_lines
from .doors import ResponseDoor

FURTHEST = 50


class LookUp(ResponseDoor):
    """Search, pick, and say what is filled in: three looks of one page, each an address of its own."""

    @cached_property
    def page(self) -> Page:
        page = self.reading.page(self.kwargs["section"], self.kwargs["question"])
        if page is None or not self.may_write(page.section) or self.which not in lists_of(page.questions):
            raise Http404
        return page

    @cached_property
    def which(self) -> PublicList:
        if self.kwargs["which"] not in PublicList.values:
            raise Http404
        return PublicList(self.kwargs["which"])

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        self.page  # noqa: B018 - not theirs, or not asked: not found
        listed = pick(self.which, request.GET.get("pick", "")[:20]) if "pick" in request.GET else None
        return self._confirm(listed) if listed else self._search()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        self.page  # noqa: B018 - as above
        listed = pick(self.which, request.POST.get("pick", "")[:20])
        if listed is None:
            raise Http404
        chosen = [each for each in self._filled(listed) if each.question.key in request.POST.getlist("fill")]
        if not chosen:
            return self._confirm(listed, wrong="Tick what you want us to fill in, or go back to the question.")
        versions = versions_in(request.POST.get("version", ""))
        answers = {each.question.key: each.raw for each in chosen}
        try:
            save_page(self.response, answers=answers, versions=versions, by=request.user, at=self.at)
        except (Conflict, Refused) as refused:
            return self._confirm(listed, wrong=f"{refused.sentence} Nothing was filled in. This is how it stands now.")
        words = ngettext("%(count)d answer filled in.", "%(count)d answers filled in.", len(chosen))
        messages.success(request, f"{words % {'count': len(chosen)}} Look them over, and change what is not right.")
        return HttpResponseRedirect(self.page_address(self.page))

    def _search(self) -> HttpResponse:
        words = self.request.GET.get("q", "")[:100].strip()
        number = min(page_number(self.request), FURTHEST)
        found, more = find(self.which, words, start=20 * (number - 1)) if words else ([], False)
        context = self._context() | {
            "words": words,
            "found": found,
            "is_short": bool(words) and not is_enough(words),
            **neighbours(self.request, has_more=more and number < FURTHEST),
            "suggestions_url": reverse("look-up-suggestions", query={"list": self.which.value}),
        }
        return render(self.request, "questions/look_up.html", context)

    def _confirm(self, listed: Listed, *, wrong: str = "") -> HttpResponse:
        filled = self._filled(listed)
        keys = tuple(each.question.key for each in filled)
        context = self._context() | {
            "listed": listed,
            "rows": [(each, self._lines(each, each.now), self._lines(each, each.raw)) for each in filled],
            "version": token_for(keys, versions_of(self.response, keys)),
            "wrong": wrong,
        }
        return render(self.request, "questions/look_up_confirm.html", context, status=422 if wrong else 200)

    def _context(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "page": self.page,
            "is_companies": self.which is PublicList.COMPANIES,
            "back_url": self.page_address(self.page),
        }

    def _filled(self, listed: Listed) -> list[Filled]:
        return filled_from(self._questions, dict(self.reading.answers), listed)

    @cached_property
    def _questions(self) -> tuple[Question, ...]:
        """Every question of the form that a list can fill in and that this person may answer, asked yet or not."""
        sections = self.reading.document.sections
        return tuple(
            each for section in sections if self.may_write(section) for each in section.questions if each.look_up
        )

    def _lines(self, filled: Filled, raw: Any) -> list[str]:
        return answer_lines(filled.question, raw, self.reading.given) if raw is not None else []
