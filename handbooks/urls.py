"""The map of the handbooks."""

from django.urls import path

from .views import public

urlpatterns = [
    path("handbook/", public.HandbookList.as_view(), name="handbook-list"),
    path("handbook/<slug:handbook>/<slug:chapter>/", public.HandbookChapter.as_view(), name="handbook-chapter"),
]
