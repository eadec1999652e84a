"""The map of inspection, one file for each noun."""

from . import (
    assessments,
    feedback,
    figures,
    frameworks,
    improvement,
    materials,
    offline,
    practice,
    reports,
    scoring,
    visits,
)

urlpatterns = [
    *feedback.urlpatterns,
    *figures.urlpatterns,
    *frameworks.urlpatterns,
    *improvement.urlpatterns,
    *assessments.urlpatterns,
    *materials.urlpatterns,
    *offline.urlpatterns,
    *practice.urlpatterns,
    *scoring.urlpatterns,
    *reports.urlpatterns,
    *visits.urlpatterns,
]
