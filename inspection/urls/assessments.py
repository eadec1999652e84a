"""Assessments: the desk, evidence, and the page of the organisation."""

from django.urls import path

from ..views import assessments, councils, coverage, evidence, provider

ONE = "inspection/assessments/<uuid:case_id>/"
ITEM = ONE + "evidence/<uuid:item_id>/"

urlpatterns = [
    path("inspection/assessments/", assessments.AssessmentList.as_view(), name="assessment-list"),
    path("inspection/assessments/begin/", assessments.FindService.as_view(), name="assessment-find-service"),
    path(
        "inspection/assessments/begin/<uuid:service_id>/",
        assessments.StartAssessment.as_view(),
        name="assessment-start",
    ),
    path("inspection/assessments/begin/councils/", councils.FindCouncil.as_view(), name="assessment-find-council"),
    path(
        "inspection/assessments/begin/councils/<uuid:organisation_id>/",
        councils.StartCouncilAssessment.as_view(),
        name="assessment-start-council",
    ),
    path(ONE, assessments.AssessmentDetail.as_view(), name="assessment-detail"),
    path(ONE + "plan/", assessments.WritePlan.as_view(), name="assessment-plan"),
    path(ONE + "team/", assessments.NameTeam.as_view(), name="assessment-team"),
    path(ONE + "interest/", assessments.DeclareInterest.as_view(), name="assessment-interest"),
    path(ONE + "step/<slug:step>/", assessments.TakeStep.as_view(), name="assessment-step"),
    path(ONE + "evidence/", evidence.EvidenceList.as_view(), name="evidence-list"),
    path(ONE + "evidence/add/", evidence.AddEvidence.as_view(), name="evidence-add"),
    path(ONE + "evidence/coverage/", coverage.Coverage.as_view(), name="evidence-coverage"),
    path(ONE + "evidence/coverage.csv", coverage.CoverageSheet.as_view(), name="evidence-coverage-sheet"),
    path(ONE + "evidence/planned/", coverage.PlanEvidence.as_view(), name="evidence-plan"),
    path(ONE + "evidence/planned/<int:planned_id>/", coverage.SettlePlanned.as_view(), name="evidence-planned"),
    path(ITEM, evidence.EvidenceDetail.as_view(), name="evidence-detail"),
    path(ITEM + "correct/", evidence.CorrectEvidence.as_view(), name="evidence-correct"),
    path(ITEM + "use/", evidence.UseEvidence.as_view(), name="evidence-use"),
    path("inspection/<uuid:case_id>/", provider.OwnAssessment.as_view(), name="assessment-own"),
]
