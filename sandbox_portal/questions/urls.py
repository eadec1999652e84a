"""The map of answers: by case, by section, one page of questions at a time."""

from django.urls import path

from .views.history import AnswerHistory
from .views.provider import BlankForm, CheckAnswers, TaskList
from .views.public import PublishedForm
from .views.question import QuestionPage, WhoIsHere
from .views.sections import HandBackSection, RemindColleague, SectionWithColleague, TakeBackSection

SECTION = "cases/<uuid:case>/section/<slug:section>/"

urlpatterns = [
    path("forms/<slug:code>/", PublishedForm.as_view(), name="question-set-blank-form"),
    path("cases/<uuid:case>/answers/", TaskList.as_view(), name="response-task-list"),
    path("cases/<uuid:case>/answers/check/", CheckAnswers.as_view(), name="response-check-answers"),
    path("cases/<uuid:case>/answers/blank/", BlankForm.as_view(), name="response-blank-form"),
    path("cases/<uuid:case>/answers/history/", AnswerHistory.as_view(), name="response-history"),
    path(SECTION, SectionWithColleague.as_view(), name="response-section"),
    path(SECTION + "remind/", RemindColleague.as_view(), name="response-section-remind"),
    path(SECTION + "take-back/", TakeBackSection.as_view(), name="response-section-take-back"),
    path(SECTION + "hand-back/", HandBackSection.as_view(), name="response-section-hand-back"),
    path("cases/<uuid:case>/answers/<slug:section>/<slug:question>/here/", WhoIsHere.as_view(), name="response-here"),
    path("cases/<uuid:case>/answers/<slug:section>/<slug:question>/", QuestionPage.as_view(), name="response-question"),
]
