"""The map."""

from django.urls import path

from .views import LetterPage, RequestPage, SendPage, StartPage

urlpatterns = [
    path("council-list/start/", StartPage.as_view(), name="list-request-start"),
    path("council-list/<uuid:case_id>/", RequestPage.as_view(), name="list-request"),
    path("council-list/<uuid:case_id>/send/", SendPage.as_view(), name="list-request-send"),
    path("council-list/<uuid:case_id>/letter/", LetterPage.as_view(), name="list-request-letter"),
]
