"""Pages of the programme lead and of those who read whole applications."""

from django.urls import path

from ..views import answers, lead

SELECTION = "selections/<uuid:selection_id>/"

urlpatterns = [
    path("applications/<uuid:application_id>/file/", lead.ApplicationFile.as_view(), name="application-file"),
    path(SELECTION + "answers/", answers.SelectionAnswers.as_view(), name="selection-answers"),
    path(SELECTION + "answers/<slug:part>.csv", answers.SelectionAnswersFile.as_view(), name="selection-answers-file"),
    path(SELECTION + "letters/", lead.SelectionLetters.as_view(), name="selection-letters"),
    path(SELECTION + "letters/send/", lead.SendLetters.as_view(), name="selection-letters-send"),
]
