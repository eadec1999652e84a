"""The map of inspection, one file for each noun."""

from . import assessments, frameworks

urlpatterns = [*frameworks.urlpatterns, *assessments.urlpatterns]
