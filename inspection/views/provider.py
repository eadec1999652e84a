"""What the assessed organisation reads of an assessment."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.people.doors import PROVIDER

from ..choices.assessments import AssessmentStage
from ..queries.assessments import own_assessments
from ..queries.evidence import areas_in_words
from ..queries.visits import announced_visits_of
from ..workflow import told_stage

TOLD = {
    AssessmentStage.ANNOUNCED: "We have told you that we will assess you. Our work has not begun yet.",
    AssessmentStage.GATHERING: "We read, talk with people and visit. Nothing has been decided.",
    AssessmentStage.ON_SITE: "We are visiting. Nothing has been decided.",
    AssessmentStage.EVIDENCE_CLOSED: "We have what we need for now and look at it. Nothing has been decided.",
    AssessmentStage.SCORING: "We look at what we found, and judge it. You will read a draft of our report first.",
    AssessmentStage.DRAFT_REPORT: "We write our report. You will read a draft of it first.",
    AssessmentStage.QUALITY_CHECK: "A second person reads our report. Then you get the draft.",
    AssessmentStage.FACTUAL_ACCURACY: "Our draft report is ready. Read it, and tell us what is wrong in it.",
    AssessmentStage.ANSWERING: "Somebody who had no part in our visits looks at what you told us.",
    AssessmentStage.FINAL: "The report is finished. We will tell you when it is published.",
    AssessmentStage.PUBLISHED: "Our report is published.",
    AssessmentStage.REVIEW_REQUESTED: "Our report is published. We look at the review you asked for.",
    AssessmentStage.REVIEW_CLOSED: "Our report is published. The review you asked for is decided.",
    AssessmentStage.FOLLOW_UP: "Our report is published. We follow up what has to get better.",
    AssessmentStage.CLOSED: "This assessment is closed. Our report stays public.",
    AssessmentStage.CANCELLED: "We have cancelled this assessment. You need do nothing.",
}


class OwnAssessment(LookingPage):
    """Where the assessment is, what is looked at, who leads, and the visits that were announced."""

    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assessment = get_object_or_404(own_assessments(request.user), pk=kwargs["case_id"])
        context = {
            "assessment": assessment,
            "case": assessment.case,
            "stage": told_stage(assessment.case.stage),
            "told": TOLD.get(assessment.case.stage, ""),
            "areas": areas_in_words(assessment),
            "visits": announced_visits_of(assessment, request.user),
        }
        return render(request, "inspection/provider/assessment.html", context)
