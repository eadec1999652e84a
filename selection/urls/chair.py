"""Pages of the chair, the programme lead and the committee."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
