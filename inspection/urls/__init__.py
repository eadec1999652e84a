"""The map of inspection, one file for each noun."""

from . import assessments, frameworks, materials

urlpatterns = [*frameworks.urlpatterns, *assessments.urlpatterns, *materials.urlpatterns]
