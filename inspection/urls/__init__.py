"""The map of inspection, one file for each noun."""

from . import assessments, frameworks, materials, offline

urlpatterns = [*frameworks.urlpatterns, *assessments.urlpatterns, *materials.urlpatterns, *offline.urlpatterns]
