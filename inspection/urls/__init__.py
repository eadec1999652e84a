"""The map of inspection, one file for each noun."""

from . import assessments, feedback, figures, frameworks, materials, offline, scoring

urlpatterns = [
    *assessments.urlpatterns,
    *feedback.urlpatterns,
    *figures.urlpatterns,
    *frameworks.urlpatterns,
    *materials.urlpatterns,
    *offline.urlpatterns,
    *scoring.urlpatterns,
]
