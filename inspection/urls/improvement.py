"""Improvement plans, and the journey of councils."""

from django.urls import path

from ..views import improvement, journey, plan_writing

PLAN = "inspection/plans/<uuid:case_id>/"
ACTION = PLAN + "actions/<int:action_id>/"
COUNCIL = "inspection/journeys/<uuid:organisation_id>/"
PROPOSAL = COUNCIL + "proposals/<uuid:proposal_id>/"
OWN = "council/<uuid:organisation_id>/journey/"
RISK = "inspection/assessments/<uuid:case_id>/risk/"

urlpatterns = [
    path("inspection/plans/", improvement.PlanList.as_view(), name="plan-list"),
    path(PLAN, improvement.PlanDetail.as_view(), name="plan-detail"),
    path(PLAN + "step/<slug:step>/", improvement.TakePlanStep.as_view(), name="plan-step"),
    path(PLAN + "findings/add/", plan_writing.AddFinding.as_view(), name="plan-finding-add"),
    path(PLAN + "findings/<int:finding_id>/", plan_writing.AddAction.as_view(), name="plan-action-add"),
    path(ACTION, plan_writing.ChangeAction.as_view(), name="plan-action"),
    path(ACTION + "remove/", plan_writing.RemoveAction.as_view(), name="plan-action-remove"),
    path(ACTION + "progress/", plan_writing.TellProgress.as_view(), name="plan-progress"),
    path(PLAN + "reviews/add/", plan_writing.AnotherReview.as_view(), name="plan-review-add"),
    path(PLAN + "reviews/<int:review_id>/", plan_writing.HoldReview.as_view(), name="plan-review"),
    path(PLAN + "good-practice/", plan_writing.NotePractice.as_view(), name="plan-practice"),
    path("inspection/journeys/", journey.JourneyList.as_view(), name="journey-list"),
    path(COUNCIL, journey.JourneyDetail.as_view(), name="journey-detail"),
    path(COUNCIL + "propose/", journey.ProposeMove.as_view(), name="journey-propose"),
    path(PROPOSAL + "ask/", journey.AskCouncil.as_view(), name="journey-ask"),
    path(PROPOSAL + "decide/", journey.DecideMove.as_view(), name="journey-decide"),
    path(RISK, journey.NoteRisk.as_view(), name="assessment-risk"),
    path(RISK + "resolved/", journey.LiftRisk.as_view(), name="assessment-risk-resolved"),
    path(OWN, journey.OwnJourney.as_view(), name="journey-own"),
    path(OWN + "<uuid:proposal_id>/", journey.SayVoice.as_view(), name="journey-voice"),
    path("councils/<uuid:organisation_id>/improvement/", journey.PublicJourney.as_view(), name="journey-public"),
]
