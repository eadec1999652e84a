"""The map of inspection, one file for each noun."""

from . import assessments, feedback, frameworks, materials, offline

urlpatterns = [*feedback.urlpatterns, *frameworks.urlpatterns, *assessments.urlpatterns, *materials.urlpatterns, *offline.urlpatterns]
