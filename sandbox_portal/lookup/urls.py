"""The map of look-ups."""

from django.urls import path

from .views import Suggestions

urlpatterns = [path("look-up/suggestions/", Suggestions.as_view(), name="look-up-suggestions")]
