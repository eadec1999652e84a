"""Pages of an organisation that applies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
