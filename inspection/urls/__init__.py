"""The map of inspection, one file for each noun."""

from . import frameworks

urlpatterns = [*frameworks.urlpatterns]
