"""Pages of evidence: the list, one item with what it said before, adding, using and correcting it (R-370 to R-372)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import PageForm

from ..actions import evidence as actions
from ..choices.evidence import Confidentiality, Direction, Origin, Way
from ..forms.evidence import EvidenceFilter, EvidenceForm, UseForm
from ..forms.parts import statement_choices
from ..models import Assessment, EvidenceItem
from ..permissions import inspects_it, manages_it
from ..queries.assessments import STAFF_READERS, assessment_files_visible_to, is_open_to_evidence
from ..queries.evidence import (
    content_of,
    evidence_visible_to,
    find_evidence,
    same_text,
    statement_keys_of,
    statements_in_scope,
    versions_of,
)
from ..queries.scores import may_read_scores
from ..queries.visits import visits_of
from .assessments import PAGE, AssessmentAction, older
from .drafting import DraftedAction


def categories_of(assessment: Assessment) -> list[tuple[str, str]]:
    return [(each.key, each.title) for each in content_of(assessment).categories]


def statements_of(assessment: Assessment) -> list[tuple[str, str]]:
    return statement_choices(content_of(assessment), statements_in_scope(assessment))


class EvidencePage(LookingPage):
    """A page below one assessment whose file the person reads."""

    access = STAFF_READERS

    @cached_property
    def assessment(self) -> Assessment:
        return get_object_or_404(assessment_files_visible_to(self.request.user), pk=self.kwargs["case_id"])

    def context(self, **more: Any) -> dict[str, Any]:
        may_add = is_open_to_evidence(self.assessment) and inspects_it.test(self.request.user, self.assessment)
        return {
            "assessment": self.assessment,
            "case": self.assessment.case,
            "may_add": may_add,
            "may_bring_in": is_open_to_evidence(self.assessment)
            and manages_it.test(self.request.user, self.assessment),
            "reads_scores": may_read_scores(self.request.user),
            **more,
        }


class EvidenceList(EvidencePage):
    """The evidence of an assessment as it is now, the newest first."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        statements, categories = statements_of(self.assessment), categories_of(self.assessment)
        form = EvidenceFilter(request.GET, statements=statements, categories=categories)
        chosen = form.chosen()
        wanted = {name: chosen.get(name, "") for name in ("statement", "category", "kind", "way", "direction")}
        found = find_evidence(
            evidence_visible_to(request.user).filter(assessment=self.assessment),
            words=chosen.get("q", ""),
            unused="unused" in chosen,
            **wanted,
        )
        after = request.GET.get("after", "")
        if after.isascii() and after.isdigit() and len(after) < 9:
            found = found.filter(number__lt=int(after))
        rows = list(found[: PAGE + 1])
        titles, kinds = dict(statements), dict(categories)
        context = self.context(
            form=form,
            selected=form.selected(),
            rows=[(each, kinds.get(each.category, each.category), _used(each, titles)) for each in rows[:PAGE]],
            older_url=older(chosen, str(rows[PAGE - 1].number)) if rows[PAGE:] else "",
        )
        return render(request, "inspection/evidence/list.html", context)


def _used(item: EvidenceItem, titles: dict[str, str]) -> list[str]:
    return [titles.get(use.statement, use.statement) for use in item.standing]  # type: ignore[attr-defined]


class EvidenceDetail(EvidencePage):
    """One item, what it is used for, and what it said before."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = evidence_visible_to(request.user).filter(assessment=self.assessment)
        item = get_object_or_404(found, pk=kwargs["item_id"])
        titles = dict(statements_of(self.assessment))
        used = [titles.get(key, key) for key in statement_keys_of(item)]
        context = self.context(
            item=item,
            category=dict(categories_of(self.assessment)).get(item.category, item.category),
            used=used,
            versions=versions_of(item, request.user),
            now=found.filter(number=item.number, replaced_at=None).first() if item.replaced_at else None,
        )
        context["may_correct"] = (
            context["may_add"]
            and item.replaced_at is None
            and item.origin == Origin.WRITTEN
            and request.user.pk in {item.written_by_id, self.assessment.lead_id}
        )
        return render(request, "inspection/evidence/detail.html", context)


class AddEvidence(DraftedAction):
    """One form for a phone and a desk. What was typed stays when a warning comes back."""

    step, done = "add_evidence", "The evidence is kept."
    template = "inspection/evidence/add.html"
    draft_page = "evidence"

    def form(self, data: Any = None) -> EvidenceForm:
        self.shown = EvidenceForm(
            data,
            initial=self.initial(),
            categories=categories_of(self.assessment),
            statements=statements_of(self.assessment),
            visits=[each for each in visits_of(self.assessment) if each.cancelled_at is None],
            is_correction=self.is_correction,
        )
        return self.shown

    is_correction = False

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {
            "direction": Direction.NEUTRAL,
            "confidentiality": Confidentiality.NORMAL,
            "way": Way.VISIT,
            "seen_on": day_in_london(self.at),
            "category": asked.get("category", ""),
            "statements": asked.getlist("statement"),
        }

    def facts(self) -> dict[str, Any]:
        text = self.bound.data.get("text", "") if self.bound else ""
        twin = same_text(self.assessment, text.strip(), self.user) if text.strip() else None
        twin = None if self.is_correction else twin
        return {**super().facts(), "assessment": self.assessment, "twin": twin}

    def act(self, values: dict[str, Any]) -> EvidenceItem:
        piece = actions.Piece(**self.shown.piece)
        return actions.add_evidence(self.assessment, piece=piece, by=self.user, at=self.at)

    def next_url(self, done: EvidenceItem) -> str:
        return reverse("evidence-detail", args=[self.assessment.pk, done.pk])


class OneItem(AssessmentAction):
    """A page that does something with one item as it is now."""

    @cached_property
    def item(self) -> EvidenceItem:
        found = evidence_visible_to(self.user).filter(assessment=self.assessment, replaced_at=None)
        item = get_object_or_404(found, pk=self.kwargs["item_id"])
        if not inspects_it.test(self.user, self.assessment):
            raise Http404
        return item

    @property
    def back_url(self) -> str:
        return reverse("evidence-detail", args=[self.assessment.pk, self.item.pk])

    def next_url(self, done: EvidenceItem) -> str:
        return reverse("evidence-detail", args=[self.assessment.pk, done.pk])


class CorrectEvidence(OneItem, AddEvidence):
    step, done = "", "It is corrected. What it said before stands below it."
    is_correction = True

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"correction:{self.item.pk}"

    def form(self, data: Any = None) -> EvidenceForm:
        form = super().form(data)
        form.title, form.button = f"Correct {str(self.item).lower()}", "Keep the correction"
        return form

    def initial(self) -> dict[str, Any]:
        item = self.item
        names = (
            "text", "category", "kind", "way", "period", "source", "direction", "weight_note", "may_quote",
            "confidentiality",
        )  # fmt: skip
        kept = {name: getattr(item, name) for name in names}
        seen_on, visit = day_in_london(item.seen_at), str(item.visit_id or "")
        return {**kept, "seen_on": seen_on, "visit": visit, "statements": statement_keys_of(item)}

    def act(self, values: dict[str, Any]) -> EvidenceItem:
        piece = actions.Piece(**self.shown.piece)
        because = values["because"]
        return actions.correct_evidence(self.item, piece=piece, because=because, by=self.user, at=self.at)


class UseEvidence(OneItem):
    done = "It is noted what this evidence is used for."

    def form(self, data: Any = None) -> PageForm:
        return UseForm(data, initial=statement_keys_of(self.item), statements=statements_of(self.assessment))

    def act(self, values: dict[str, Any]) -> EvidenceItem:
        return actions.use_evidence(self.item, statements=values["statements"], by=self.user, at=self.at)
