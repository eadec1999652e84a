"""The map of the portal with one wing more: the line that sandbox_portal/urls.py would get."""

from django.urls import include, path

from sandbox_portal.urls import handler400, handler403, handler404, handler500
from sandbox_portal.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*portal, path("", include("tests.smallest_wing.urls"))]
