"""Good practice that partners share. They themselves come by a one-time link."""

from django.urls import path

from ..views import practice

CASE = "inspection/assessments/<uuid:case_id>/good-practice/"
ONE = CASE + "<uuid:practice_id>/"

urlpatterns = [
    path(CASE, practice.PracticeList.as_view(), name="practice-list"),
    path(CASE + "ask/", practice.AskForPracticePage.as_view(), name="practice-ask"),
    path(ONE + "evidence/", practice.TakePracticeAsEvidence.as_view(), name="practice-evidence"),
    path(ONE + "plan/", practice.TakePracticeIntoPlan.as_view(), name="practice-plan"),
    path(ONE + "aside/", practice.SetPracticeAside.as_view(), name="practice-aside"),
]
