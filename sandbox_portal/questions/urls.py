"""The map of answers: by case, by section, one page of questions at a time."""

from django.urls import path

from .views.provider import BlankForm, CheckAnswers, TaskList
from .views.public import PublishedForm
from .views.question import QuestionPage

urlpatterns = [
    path("forms/<slug:code>/", PublishedForm.as_view(), name="question-set-blank-form"),
    path("cases/<uuid:case>/answers/", TaskList.as_view(), name="response-task-list"),
    path("cases/<uuid:case>/answers/check/", CheckAnswers.as_view(), name="response-check-answers"),
    path("cases/<uuid:case>/answers/blank/", BlankForm.as_view(), name="response-blank-form"),
    path("cases/<uuid:case>/answers/<slug:section>/<slug:question>/", QuestionPage.as_view(), name="response-question"),
]
