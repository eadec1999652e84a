"""The map of inspection, one file for each noun."""

from . import assessments

urlpatterns = [*assessments.urlpatterns]
