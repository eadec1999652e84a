"""Figures of monitoring become evidence: from a spreadsheet, or from whoever counts within the portal (R-376)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.sheets import csv_file
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.questions.sheets.opening import Sheet
from sandbox_portal.questions.views.rows import RowsPage

from ..actions.figures import take_in_figures
from ..figure_sheet import EXAMPLE, HEADINGS, ReadFigures, read_figures
from ..forms.figures import SendFigures
from ..forms.parts import Confirm
from ..models import Assessment, EvidenceItem
from ..permissions import manages_it
from ..queries.assessments import assessment_files_visible_to
from ..queries.figures import FigureSource, figure_source, figure_sources, figures_there, statements_by_name
from .assessments import MANAGERS, AssessmentAction


class FiguresPage(LookingPage):
    """A page of figures below one assessment, for a manager who is not in its team."""

    access = MANAGERS

    @cached_property
    def assessment(self) -> Assessment:
        found = get_object_or_404(assessment_files_visible_to(self.request.user), pk=self.kwargs["case_id"])
        if not manages_it.test(self.request.user, found):
            raise Http404
        return found


class BringInFigures(RowsPage, FiguresPage):
    """Read a spreadsheet: all its figures become evidence, or every wrong cell is named and nothing is kept."""

    template = "inspection/figures/bring_in.html"
    sends = SendFigures

    def read(self, sheets: Sequence[Sheet]) -> ReadFigures:
        known, there = statements_by_name(self.assessment), figures_there(self.assessment)
        return read_figures(sheets, known=known, there=there)

    def keep(self, read: ReadFigures) -> Sequence[EvidenceItem]:
        return take_in_figures(self.assessment, figures=read.figures, by=self.user, at=self.at)

    def told(self, count: int) -> str:
        return "1 figure is evidence now." if count == 1 else f"{count:,} figures are evidence now."

    def next_url(self) -> str:
        return reverse("evidence-list", args=[self.assessment.pk]) + "?category=outcomes"

    def facts(self) -> dict[str, Any]:
        return {
            "assessment": self.assessment,
            "case": self.assessment.case,
            "sources": figure_sources(),
            "sheet_url": reverse("evidence-figures-sheet", args=[self.assessment.pk]),
        }


class FigureSheet(FiguresPage):
    """An empty spreadsheet with the headings and one made-up row."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = [tuple(HEADINGS.values()), EXAMPLE]
        return csv_file(rows, name=f"figures-{self.assessment.case.reference}.csv")


class TakeFigures(AssessmentAction):
    """Take what somebody within the portal has counted and is not evidence yet."""

    access = MANAGERS
    done = "The figures are evidence now."

    @cached_property
    def source(self) -> FigureSource:
        source = figure_source(self.kwargs["source"])
        if source is None or not manages_it.test(self.user, self.assessment):
            raise Http404
        return source

    @property
    def back_url(self) -> str:
        return reverse("evidence-figures", args=[self.assessment.pk])

    def form(self, data: Any = None) -> PageForm:
        hint = "Figures that are evidence already are left as they are."
        return Confirm(data, title=f"Take figures from: {self.source.label}", button="Take them", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        there = figures_there(self.assessment)
        new = [each for each in self.source.figures_of(self.assessment) if each.key not in there]
        return take_in_figures(self.assessment, figures=new, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("evidence-list", args=[self.assessment.pk])
