"""The map of inspection, one file for each noun."""

from . import assessments, feedback, figures, frameworks, materials, offline, reports, scoring

urlpatterns = [
    *assessments.urlpatterns,
    *reports.urlpatterns,
    *feedback.urlpatterns,
    *figures.urlpatterns,
    *frameworks.urlpatterns,
    *materials.urlpatterns,
    *offline.urlpatterns,
    *scoring.urlpatterns,
]
