"""Pages of the programme lead and of those who read whole applications."""

from django.urls import path

from ..views import lead

SELECTION = "selections/<uuid:selection_id>/"

urlpatterns = [
    path("applications/<uuid:application_id>/file/", lead.ApplicationFile.as_view(), name="application-file"),
    path(SELECTION + "letters/", lead.SelectionLetters.as_view(), name="selection-letters"),
    path(SELECTION + "letters/send/", lead.SendLetters.as_view(), name="selection-letters-send"),
]
