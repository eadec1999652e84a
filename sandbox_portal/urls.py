"""The root map. Each wing brings its own; the error pages are the design system's."""

from django.urls import include, path

from sandbox_portal.addresses import ByFirstWord
from sandbox_portal.govuk.errors import handler400, handler403, handler404, handler429
from sandbox_portal.operations.errors import server_error as handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

wings = [
    path("", include("sandbox_portal.people.urls")),
    path("", include("sandbox_portal.casework.urls")),
    path("", include("sandbox_portal.operations.urls")),
    path("", include("sandbox_portal.documents.urls")),
    path("", include("sandbox_portal.lookup.urls")),
    path("", include("sandbox_portal.questions.urls")),
    path("", include("sandbox_portal.register.urls")),
    path("", include("programme.urls")),
    path("", include("inspection.urls")),
    path("", include("selection.urls")),
    path("", include("registration.urls")),
    path("", include("handbooks.urls")),
]
urlpatterns = [ByFirstWord(wings)]
