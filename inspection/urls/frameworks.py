"""Frameworks: for everybody to read, compare and try; prepared by staff."""

from django.urls import path

from ..views import frameworks, preparing

ALL = "inspection/frameworks/"
ONE = ALL + "<slug:framework_slug>/<int:framework_version>/"

urlpatterns = [
    path(ALL, frameworks.FrameworkList.as_view(), name="framework-list"),
    path(ALL + "compare/", frameworks.FrameworkCompare.as_view(), name="framework-compare"),
    path(ALL + "bring-in/", preparing.FrameworkImport.as_view(), name="framework-import"),
    path(ONE, frameworks.FrameworkDetail.as_view(), name="framework-detail"),
    path(ONE + "framework.json", frameworks.FrameworkFile.as_view(), name="framework-file"),
    path(ONE + "try/", frameworks.TryFramework.as_view(), name="framework-try"),
    path(ONE + "status/", preparing.FrameworkStatusChange.as_view(), name="framework-status"),
]
