"""Which statement has evidence of which kind, and what is still looked for (R-373)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.govuk.forms import PageForm

from ..actions import planned as actions
from ..forms.evidence import PlanEvidenceForm, SettleForm
from ..models import PlannedEvidence
from ..permissions import inspects_it
from ..queries.evidence import coverage_of, evidence_visible_to, planned_evidence_visible_to
from ..queries.visits import visits_of
from ..workflow.assessment import BEFORE_EVIDENCE, WITH_EVIDENCE
from .assessments import AssessmentAction
from .evidence import EvidencePage, categories_of, statements_of


class Coverage(EvidencePage):
    """The table of statements by kinds of evidence, and the plan to fill its gaps."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        coverage = coverage_of(self.assessment)
        statements, categories = dict(statements_of(self.assessment)), dict(categories_of(self.assessment))
        planned = planned_evidence_visible_to(request.user).filter(assessment=self.assessment)
        may_plan = self.assessment.case.stage in BEFORE_EVIDENCE | WITH_EVIDENCE
        context = self.context(
            coverage=coverage,
            planned=[
                (each, statements.get(each.statement, each.statement), categories.get(each.category, each.category))
                for each in planned
            ],
            may_plan=may_plan and inspects_it.test(request.user, self.assessment),
        )
        return render(request, "inspection/evidence/coverage.html", context)


class CoverageSheet(EvidencePage):
    """The same table as a file for a spreadsheet."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        coverage = coverage_of(self.assessment)
        head = ("Area", "Statement", *(title for _key, _code, title in coverage.categories), "Items")
        lines = [
            (area, row.statement.title, *(cell.items or cell.state.value for cell in row.cells), row.items)
            for area, rows in coverage.areas
            for row, _cells in rows
        ]
        headers = {"Content-Disposition": f'attachment; filename="{self.assessment}-coverage.csv"'}
        response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
        response.writelines(csv_lines([head, *lines]))
        return response


class PlanEvidence(AssessmentAction):
    done = "It is planned."

    def form(self, data: Any = None) -> PageForm:
        if not inspects_it.test(self.user, self.assessment):
            raise Http404
        asked = self.request.GET
        initial = {"statement": asked.get("statement", ""), "category": asked.get("category", "")}
        return PlanEvidenceForm(
            data,
            initial=initial,
            statements=statements_of(self.assessment),
            categories=categories_of(self.assessment),
            visits=[each for each in visits_of(self.assessment) if each.is_planned],
        )

    @property
    def back_url(self) -> str:
        return reverse("evidence-coverage", args=[self.assessment.pk])

    def act(self, values: dict[str, Any]) -> object:
        return actions.plan_evidence(self.assessment, **values, by=self.user, at=self.at)


class SettlePlanned(AssessmentAction):
    done = "It is settled."

    @cached_property
    def planned(self) -> PlannedEvidence:
        found = planned_evidence_visible_to(self.user).filter(assessment=self.assessment)
        if not inspects_it.test(self.user, self.assessment):
            raise Http404
        return get_object_or_404(found.select_related("assessment__case"), pk=self.kwargs["planned_id"])

    @property
    def back_url(self) -> str:
        return reverse("evidence-coverage", args=[self.assessment.pk])

    def form(self, data: Any = None) -> PageForm:
        found = evidence_visible_to(self.user).filter(assessment=self.assessment, replaced_at=None)
        items = list(found.filter(category=self.planned.category).order_by("-number")[:100])
        return SettleForm(data, title=self.planned.what, items=items)

    def act(self, values: dict[str, Any]) -> object:
        return actions.settle_planned_evidence(
            self.planned,
            found=values["found"],
            dropped_because=values["dropped_because"],
            by=self.user,
            at=self.at,
        )
