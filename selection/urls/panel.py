"""Pages of a panel member."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
