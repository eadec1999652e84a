"""The map of inspection, one file for each noun."""

from . import assessments, feedback, frameworks, materials, offline, scoring

urlpatterns = [
    *assessments.urlpatterns,
    *feedback.urlpatterns,
    *frameworks.urlpatterns,
    *materials.urlpatterns,
    *offline.urlpatterns,
    *scoring.urlpatterns,
]
