"""Figures of monitoring become evidence: from a spreadsheet, or from whoever counts within the portal (R-376)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sheets import MARK_OF_UTF8, csv_lines
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.questions.sheets.opening import Unreadable, sheets_in

from ..actions.figures import take_in_figures
from ..figure_sheet import EXAMPLE, HEADINGS, read_figures
from ..forms.figures import SendFigures
from ..forms.parts import Confirm
from ..models import Assessment
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


class BringInFigures(FiguresPage):
    """Read a spreadsheet: all its figures become evidence, or every wrong cell is named and nothing is kept."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(SendFigures())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assessment, user = self.assessment, self.user
        form = SendFigures(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        file = form.cleaned_data["file"]
        try:
            sheets = sheets_in(file.read(), file.name)
            read = read_figures(sheets, known=statements_by_name(assessment), there=figures_there(assessment))
            if read.wrong:
                return self.show(form, wrong=read.wrong, status=422)
            items = take_in_figures(assessment, figures=read.figures, by=user, at=self.at)
        except (Unreadable, Refused) as refused:
            form.add_error("file" if isinstance(refused, Unreadable) else None, str(refused))
            return self.show(form, status=422)
        words = "1 figure is evidence now." if len(items) == 1 else f"{len(items):,} figures are evidence now."
        messages.success(request, words)
        return redirect(reverse("evidence-list", args=[assessment.pk]) + "?category=outcomes")

    def show(self, form: SendFigures, *, wrong: Any = (), status: int = 200) -> HttpResponse:
        context = {
            "assessment": self.assessment,
            "case": self.assessment.case,
            "form": form,
            "wrong": wrong,
            "sources": figure_sources(),
        }
        return render(self.request, "inspection/figures/bring_in.html", context, status=status)


class FigureSheet(FiguresPage):
    """An empty spreadsheet with the headings and one made-up row."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = [tuple(HEADINGS.values()), EXAMPLE]
        headers = {"Content-Disposition": f'attachment; filename="figures-{self.assessment.case.reference}.csv"'}
        lines = (MARK_OF_UTF8 * (not number) + line for number, line in enumerate(csv_lines(rows)))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


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
