"""What every page below the scores of an assessment shares: who reads it, and who may send something there."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage

from ..choices.assessments import AssessmentStage
from ..models import Assessment
from ..queries.scores import SCORE_READERS, scored_assessment
from ..workflow import ASSESSMENT
from .drafting import DraftedPage

BEFORE_SCORING = frozenset(
    {
        AssessmentStage.PLANNED,
        AssessmentStage.ANNOUNCED,
        AssessmentStage.GATHERING,
        AssessmentStage.ON_SITE,
        AssessmentStage.EVIDENCE_CLOSED,
    }
)


class ScoresPage(LookingPage):
    """A page below one assessment whose scores the person reads."""

    access = SCORE_READERS

    @cached_property
    def assessment(self) -> Assessment:
        found = scored_assessment(self.user, self.kwargs["case_id"])
        if found is None:
            raise Http404
        return found

    @property
    def is_scored_now(self) -> bool:
        return self.assessment.case.stage == AssessmentStage.SCORING

    def context(self, **more: Any) -> dict[str, Any]:
        return {
            "assessment": self.assessment,
            "case": self.assessment.case,
            "stage": ASSESSMENT.stage(self.assessment.case.stage),
            "is_scored_now": self.is_scored_now,
            "is_before_scoring": self.assessment.case.stage in BEFORE_SCORING,
            **more,
        }


class ScoresForm(ScoresPage, ActionPage):
    """A form of scoring. Readers see it; only those who may take its step, at its stage, send it."""

    step = ""

    @property
    def may_act(self) -> bool:
        return self.is_scored_now and ASSESSMENT.step(self.step).who.test(self.user, self.assessment)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not ASSESSMENT.step(self.step).who.test(self.user, self.assessment):
            raise Http404
        return super().post(request, **kwargs)

    @property
    def back_url(self) -> str:
        return reverse("assessment-scores", args=[self.assessment.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class DraftedScores(ScoresForm, DraftedPage):
    """The same, where what is typed is kept while it is typed; by the few who may send it."""
