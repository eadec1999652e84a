"""The base of every page on which one step of a selection is taken."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role
from sandbox_portal.people.queries import roles_of

from ..models import Selection
from ..queries.applications import SEES_ALL_SENT
from ..queries.declarations import hidden_references, unnamed
from ..queries.ranked import hidden_rows, ranked_rows
from ..queries.selections import criteria_of, selection_visible_to
from ..workflow import SELECTION

RANKED_PAGE = 50  # a round has some forty applications; a very large one goes on


class SelectionPage(LookingPage):
    """A page of one selection, reached through those the person may see."""

    access = frozenset({Role.PANEL_MEMBER, Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER})
    _hidden: list[str] | None = None

    def selection(self) -> Selection:
        found = selection_visible_to(self.user, self.kwargs["selection_id"])
        if found is None:
            raise Http404
        return found

    def refusal(self, step: str, selection: Selection) -> str | None:
        """Why the person cannot take this step now, in words that name nothing they may not see."""
        sentence = SELECTION.refusal(step, selection, self.user)
        return self.in_words(str(sentence), selection) if sentence else None

    @property
    def read_url(self) -> str:
        """The page on which this person reads an application."""
        return "application-file" if SEES_ALL_SENT & roles_of(self.user) else "application-score"

    def in_words(self, sentence: str, selection: Selection) -> str:
        return unnamed(sentence, self.hidden_references(selection))

    def hidden_references(self, selection: Selection) -> list[str]:
        """References the person may not see on any page of this selection; asked for once."""
        if self._hidden is None:
            self._hidden = hidden_references(selection, self.user)
        return self._hidden


class SelectionForm(SelectionPage, ABC):
    """One form, one action. What the action refuses comes back beside what was typed."""

    template = "components/page_form.html"
    bound: Any
    step: str
    done: str

    @abstractmethod
    def form(self, selection: Selection, data: Any = None) -> PageForm:
        """The form, with what was sent or empty."""

    @abstractmethod
    def act(self, selection: Selection, values: dict[str, Any]) -> None:
        """Take the values to the one action."""

    @once_a_look
    def ranking(self, selection: Selection) -> dict[str, Any]:
        """The ranking as this person may read it, a page at a time, for the pages that show it."""
        page = self.page_number()
        rows = ranked_rows(selection, self.user, start=(page - 1) * RANKED_PAGE, most=RANKED_PAGE + 1)
        return {
            "rows": rows[:RANKED_PAGE],
            "newer_url": f"?page={page - 1}" if page > 1 else "",
            "older_url": f"?page={page + 1}" if len(rows) > RANKED_PAGE else "",
            "hidden": hidden_rows(selection, self.user),
            "criteria": criteria_of(selection.round),
            "read_url": self.read_url,
        }

    def page_number(self) -> int:
        """Which page of the ranking; what means nothing is the first."""
        mark = self.request.GET.get("page", "")
        return max(1, int(mark)) if mark.isascii() and mark.isdigit() and len(mark) < 4 else 1

    def facts(self, selection: Selection) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    def next_url(self, selection: Selection) -> str:
        return reverse("selection-overview", args=[selection.pk])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        selection = self.selection()
        return self.show(selection, self.form(selection))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        selection = self.selection()
        form = self.bound = self.form(selection, request.POST)
        if not form.is_valid():
            return self.show(selection, form, status=422)
        try:
            self.act(selection, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, self.in_words(refused.sentence, selection))
            return self.show(self.selection(), form, status=409)
        messages.success(request, self.done)
        return redirect(self.next_url(selection))

    def show(self, selection: Selection, form: PageForm, status: int = 200) -> HttpResponse:
        context = {
            "selection": selection,
            "form": form,
            "refusal": self.refusal(self.step, selection),
            "stage": SELECTION.stage(selection.case.stage),
            "back_url": reverse("selection-overview", args=[selection.pk]),
            **self.facts(selection),
        }
        return render(self.request, self.template, context, status=status)
