"""One form about one report: answer a point, give more time, compare, correct, decide a review, note a display."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role
from sandbox_portal.people.permissions import has_role

from ..actions import accuracy, publication, reports
from ..forms.parts import Say
from ..forms.reports import AnswerForm, CorrectForm, DecideReviewForm, DisplayForm, ExtendForm, NameReviewerForm
from ..models import Assessment
from ..permissions import manages_it
from ..queries.assessments import assessment_files_visible_to
from ..queries.reports import draft_of, moment_of_answer, newest_publication, points_of, review_of
from ..queries.reviews import OUTSIDE, outsiders_who_may_decide
from ..rulebook.published import numbers_in
from ..workflow import ASSESSMENT
from .captions import captioned
from .drafting import DraftedPage
from .reports import report_or_404, who_decides

MANAGERS = frozenset({Role.INSPECTION_MANAGER})


class ReportAction(ActionPage):
    """One form about one report."""

    access = MANAGERS
    step = ""

    @cached_property
    def assessment(self) -> Assessment:
        found = report_or_404(self.user, self.kwargs["case_id"])
        if self.step and not ASSESSMENT.step(self.step).who.test(self.user, found):
            raise Http404
        return found

    @property
    def back_url(self) -> str:
        return reverse("report-desk", args=[self.assessment.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        return super().show(captioned(form, self.assessment), status)


class DraftedReportAction(ReportAction, DraftedPage):
    """The same, where what is typed is kept while it is typed."""

    template = "inspection/drafts/form.html"

    def show_drafted(self, form: Any, **how: Any) -> HttpResponse:
        return super().show_drafted(captioned(form, self.assessment), **how)


class AnswerPoint(DraftedReportAction):
    """Answer one point; the paragraph stands above the form."""

    step, done = "answer_point", "The answer is kept."
    template = "inspection/reports/answer.html"

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"answer:{self.point.pk}"

    @property
    def back_url(self) -> str:
        return reverse("report-points", args=[self.assessment.pk])

    @cached_property
    def point(self) -> Any:
        draft = draft_of(self.assessment)
        found = [each for each in points_of(draft) if each.pk == self.kwargs["point_id"]] if draft else []
        if not found:
            raise Http404
        return found[0]

    def facts(self) -> dict[str, Any]:
        draft = draft_of(self.assessment)
        words = numbers_in(draft.content).get(self.point.paragraph, "") if draft else ""
        return {**super().facts(), "point": self.point, "paragraph": words}

    def form(self, data: Any = None) -> PageForm:
        seen = moment_of_answer(self.point)
        return AnswerForm(data, number=self.point.number, paragraph=self.point.paragraph, seen=seen)

    def act(self, values: dict[str, Any]) -> object:
        return accuracy.answer_point(self.point, **values, by=self.user, at=self.at)


class ExtendReply(ReportAction):
    step, done = "extend_reply", "More time is given."

    def form(self, data: Any = None) -> PageForm:
        return ExtendForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return accuracy.extend_reply(self.assessment, **values, by=self.user, at=self.at)


class NoteCalibration(ReportAction):
    """R-405: how this judgement compares with others of its kind."""

    done = "What was compared is kept."

    def form(self, data: Any = None) -> PageForm:
        if not manages_it.test(self.user, self.assessment):
            raise Http404
        return Say(
            data,
            title="Compare this judgement with others",
            label="What was compared, by whom, and what came of it?",
            button="Keep it",
            missing="Say what was compared",
            hint="Only the team, inspection managers and auditors read this.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return reports.note_calibration(self.assessment, words=values["because"], by=self.user, at=self.at)


class CorrectReport(DraftedReportAction):
    done, draft_page = "The correction is published.", "correction-of-report"

    def form(self, data: Any = None) -> PageForm:
        published = newest_publication(self.assessment)
        if published is None or not manages_it.test(self.user, self.assessment):
            raise Http404
        return CorrectForm(data, paragraphs=numbers_in(published.snapshot))

    def act(self, values: dict[str, Any]) -> object:
        return publication.correct_publication(self.assessment, **values, by=self.user, at=self.at)


class NameReviewer(ReportAction):
    """The way out where no inspection manager can decide."""

    step, done = "name_reviewer", "They are named, and have the case."
    template = "inspection/reports/name_reviewer.html"

    def facts(self) -> dict[str, Any]:
        return who_decides(self.assessment)

    def form(self, data: Any = None) -> PageForm:
        named = who_decides(self.assessment).get("reviewer")
        return NameReviewerForm(data, people=outsiders_who_may_decide(self.assessment), named=named)

    def act(self, values: dict[str, Any]) -> object:
        return publication.name_reviewer(self.assessment, **values, by=self.user, at=self.at)


class DecideReview(DraftedReportAction):
    """Decided by a manager without any part in it, or by whoever was named from outside."""

    access = MANAGERS | OUTSIDE
    draft_page = "review"
    step, done = "decide_review", "The review is decided. The letter is on its way."
    template = "inspection/reports/decide_review.html"

    def facts(self) -> dict[str, Any]:
        return {
            **super().facts(),
            "review": review_of(self.assessment),
            "case_id": self.assessment.pk,
            **who_decides(self.assessment),
        }

    @cached_property
    def assessment(self) -> Assessment:
        found = get_object_or_404(assessment_files_visible_to(self.user), pk=self.kwargs["case_id"])
        if not ASSESSMENT.step(self.step).who.test(self.user, found):
            raise Http404
        return found

    @property
    def back_url(self) -> str:
        if has_role(Role.INSPECTION_MANAGER).test(self.user):
            return super().back_url
        return reverse("assessment-detail", args=[self.assessment.pk])

    def form(self, data: Any = None) -> PageForm:
        return DecideReviewForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return publication.decide_review(self.assessment, **values, by=self.user, at=self.at)


class NoteDisplay(ReportAction):
    step, done = "note_display", "It is noted."

    def form(self, data: Any = None) -> PageForm:
        return DisplayForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return publication.note_display(self.assessment, **values, by=self.user, at=self.at)
