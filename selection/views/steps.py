"""The base of every page on which one step of a selection is taken."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.paging import neighbours, page_number
from sandbox_portal.people.choices import Role
from sandbox_portal.people.queries import roles_of

from ..models import Selection
from ..queries.applications import SEES_ALL_SENT
from ..queries.declarations import hidden_words, unnamed
from ..queries.ranked import hidden_rows, ranked_rows
from ..queries.selections import criteria_of, selection_visible_to
from ..queries.standings import cut_off_in_force
from ..workflow import SELECTION

RANKED_PAGE = 50  # a round has some forty applications; a very large one goes on


class SelectionPage(LookingPage):
    """A page of one selection, reached through those the person may see."""

    access = frozenset({Role.PANEL_MEMBER, Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER})
    _hidden: list[str] | None = None

    @cached_property
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
        return unnamed(sentence, self.hidden_words(selection))

    def cut_off_told(self, selection: Selection) -> dict[str, Any]:
        """The cut-off in force, and its reason as this person may read it."""
        cut_off = cut_off_in_force(selection)
        return {"cut_off": cut_off, "cut_off_reason": self.in_words(cut_off.reason, selection) if cut_off else ""}

    def hidden_words(self, selection: Selection) -> list[str]:
        """References the person may not see on any page of this selection; asked for once."""
        if self._hidden is None:
            self._hidden = hidden_words(selection, self.user)
        return self._hidden


class SelectionForm(SelectionPage, ActionPage):
    """One form, one action. A step that cannot be taken now says why in place of its form."""

    step: str

    @once_a_look
    def ranking(self, selection: Selection) -> dict[str, Any]:
        """The ranking as this person may read it, a page at a time, for the pages that show it."""
        start = (page_number(self.request) - 1) * RANKED_PAGE
        rows = ranked_rows(selection, self.user, start=start, most=RANKED_PAGE + 1)
        return {
            "rows": rows[:RANKED_PAGE],
            **neighbours(self.request, has_more=len(rows) > RANKED_PAGE),
            "hidden": hidden_rows(selection, self.user),
            "criteria": criteria_of(selection.round),
            "read_url": self.read_url,
        }

    @property
    def back_url(self) -> str:
        return reverse("selection-overview", args=[self.selection.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url

    def refused(self, form: PageForm, sentence: str) -> HttpResponse:
        """In words that name nothing they may not see, beside the selection as it is now."""
        sentence = self.in_words(sentence, self.selection)
        del self.selection
        return super().refused(form, sentence)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        context = {
            "selection": self.selection,
            "form": form,
            "refusal": self.refusal(self.step, self.selection),
            "stage": SELECTION.stage(self.selection.case.stage),
            "back_url": self.back_url,
            **self.facts(),
        }
        return render(self.request, self.template, context, status=status)
