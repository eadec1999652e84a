"""Write a report: its desk, one section, what readers will see, what changed, the points of the organisation."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.moments import time_in_words
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.sealing import key_for

from ..actions import printing
from ..actions import reports as actions
from ..choices.assessments import AssessmentStage
from ..forms.reports import SectionForm
from ..models import Assessment, ReportSection
from ..permissions import manages_it
from ..queries.evidence import evidence_visible_to, find_evidence
from ..queries.report_text import (
    SectionShown,
    earlier_texts,
    missing_in,
    repeated_in,
    section_of,
    sections_of,
    text_of,
    warnings_in,
)
from ..queries.reports import (
    check_notes_of,
    displays_of,
    draft_of,
    newest_publication,
    points_of,
    reports_visible_to,
    review_of,
)
from ..queries.reviews import managers_who_may_decide
from ..queries.showing import shown_report
from ..queries.snapshots import snapshot_of
from ..rulebook.published import numbers_in, texts_of
from ..rulebook.tracking import tracked
from ..workflow import ASSESSMENT
from ..workflow.reporting import PUBLIC
from .assessments import offers_of

READERS = frozenset({Role.INSPECTOR, Role.INSPECTION_MANAGER, Role.AUDITOR})
WRITERS = frozenset({Role.INSPECTOR})
MOST_EVIDENCE = 40
# The organisation reads the answers with the final report, and not one by one before it.
WITH_ANSWERS = PUBLIC | {AssessmentStage.CLOSED}


def report_or_404(user: Any, case_id: UUID) -> Assessment:
    """The assessment, for somebody who reads its report; at every stage, also before there is a text."""
    return get_object_or_404(reports_visible_to(user), pk=case_id)


def who_decides(assessment: Assessment) -> dict[str, Any]:
    """Of an open review: who was named, and which managers could decide."""
    if assessment.case.stage != AssessmentStage.REVIEW_REQUESTED:
        return {}
    review = review_of(assessment)
    named = review.reviewer if review else None
    return {"reviewer": named, "deciders": [] if named else managers_who_may_decide(assessment), "is_open": True}


class ReportPage(LookingPage):
    """A page of one report."""

    access = READERS

    @cached_property
    def assessment(self) -> Assessment:
        return report_or_404(self.request.user, self.kwargs["case_id"])

    def draw(self, template: str, **context: Any) -> HttpResponse:
        context = {"assessment": self.assessment, "case": self.assessment.case, **context}
        return render(self.request, f"inspection/reports/{template}.html", context)

    def may(self, step: str) -> bool:
        return ASSESSMENT.refusal(step, self.assessment, self.request.user) is None  # type: ignore[arg-type]


class ReportDesk(ReportPage):
    """Every section with its state, what is missing, what was said of the draft, and what can be done now."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assessment, user = self.assessment, self.user
        publication = newest_publication(assessment)
        return self.draw(
            "desk",
            stage=ASSESSMENT.stage(assessment.case.stage),
            sections=list(zip(sections_of(assessment), text_of(assessment), strict=True)),
            checks=None if publication else self._checks(),
            notes=check_notes_of(assessment),
            draft=draft_of(assessment),
            publication=publication,
            review=review_of(assessment) if publication else None,
            displays=displays_of(assessment) if publication else [],
            offers=list(offers_of(assessment, user)),
            may_write=self.may("write_report"),
            may_manage=manages_it.test(user, assessment),
            **who_decides(assessment),
        )

    def _checks(self) -> dict[str, Any]:
        """What whoever writes should look at; of no use once it is published."""
        return {
            "missing": missing_in(self.assessment),
            "warnings": warnings_in(self.assessment),
            "repeated": repeated_in(self.assessment),
        }


class WriteSection(ReportPage):
    """One section: its text, saved as it is typed, and the evidence to name in it."""

    access = WRITERS

    @cached_property
    def section(self) -> SectionShown:
        found = section_of(self.assessment, self.kwargs["section"])
        if found is None or not ASSESSMENT.step("write_report").who.test(self.user, self.assessment):
            raise Http404
        return found

    def form(self, data: Any = None) -> SectionForm:
        section = self.section
        return SectionForm(data, heading=section.heading, hint=section.hint, text=section.text, version=section.version)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        is_typing = request.headers.get("X-Fragment") == "1"
        if not form.is_valid():
            return JsonResponse({}, status=422) if is_typing else self.show(form, status=422)
        try:
            saved = self._save(form.cleaned_data, is_typing=is_typing)
        except Conflict as conflict:
            return self._conflict(form, conflict, is_typing=is_typing)
        except Refused as refused:
            if is_typing:
                return JsonResponse({"sentence": refused.sentence}, status=422)
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        if is_typing:
            return JsonResponse({"version": saved.version, "saved_at_text": time_in_words(self.at)})
        return redirect("report-desk", self.assessment.pk)

    def _save(self, values: dict[str, Any], *, is_typing: bool) -> ReportSection:
        return actions.save_section(
            self.assessment, key=self.section.key, **values, is_typing=is_typing, by=self.user, at=self.at
        )

    def _conflict(self, form: SectionForm, conflict: Conflict, *, is_typing: bool) -> HttpResponse:
        """Both texts on one page; the next save counts on the newer one, so the writer decides and nothing is lost."""
        theirs: Any = conflict.theirs
        if is_typing:
            told = {"changed_by": theirs.saved_by.name, "changed_at_text": time_in_words(theirs.saved_at)}
            return JsonResponse({**told, "version": theirs.version}, status=409)
        again = self.form({**form.data.dict(), "version": theirs.version})
        again.is_valid()
        again.add_error(None, conflict.sentence)
        return self.show(again, status=409, theirs=theirs)

    def show(self, form: SectionForm, status: int = 200, theirs: ReportSection | None = None) -> HttpResponse:
        section, form.kept_under = self.section, key_for("typed", str(self.user.pk))
        shown = evidence_visible_to(self.user).filter(assessment=self.assessment)
        found = list(find_evidence(shown, words=self.request.GET.get("q", "")[:100])[: MOST_EVIDENCE + 1])
        may_write = self.may("write_report")
        response = self.draw(
            "section" if may_write or form.is_bound else "section_text",
            form=form,
            section=section,
            theirs=theirs,
            earlier=earlier_texts(section),
            missing=[each for each in missing_in(self.assessment) if each.section.key == section.key],
            evidence=_by_area(found[:MOST_EVIDENCE], section.area),
            has_more=len(found) > MOST_EVIDENCE,
            may_write=may_write,
        )
        response.status_code = status
        return response


def _by_area(found: list[Any], area: str) -> list[Any]:
    """Evidence that is used for a statement of the area first."""
    return sorted(found, key=lambda item: not any(use.statement.startswith(f"{area}.") for use in item.standing))


class PreviewReport(ReportPage):
    """The report as the organisation and the public will read it (R28)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        report = snapshot_of(self.assessment).as_data()
        return self.draw("preview", report=report, shown=shown_report(report, today=day_in_london(self.at)))


class ReportChanges(ReportPage):
    """What has changed between the draft that was sent last and the text as it is now, or as it was published."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        draft, published = draft_of(self.assessment), newest_publication(self.assessment)
        if draft is None:
            raise Http404
        now = published.snapshot if published else snapshot_of(self.assessment).as_data()
        sections = tracked(texts_of(draft.content), texts_of(now))
        return self.draw("changes", draft=draft, sections=sections, has_changed=any(s.has_changed for s in sections))


class ReportPoints(ReportPage):
    """What the organisation said of the draft, paragraph by paragraph, with the answers."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        draft = draft_of(self.assessment)
        if draft is None:
            raise Http404
        paragraphs = numbers_in(draft.content)
        points = [(each, paragraphs.get(each.paragraph, "")) for each in points_of(draft)]
        return self.draw("points", draft=draft, points=points, may_answer=self.may("answer_point"))


class ExportReport(ReportPage):
    """Ask for the report as it is now, as a PDF; possible at every stage."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.draw("export")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        job = printing.ask_for_export(self.assessment, by=self.user, at=self.at)
        return redirect("job-page", job.pk)
