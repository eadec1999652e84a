"""The map of registration, one file for each audience."""

from . import applying, assessing, checking, held, officer, provider, public

urlpatterns = [
    *public.urlpatterns,
    *provider.urlpatterns,
    *officer.urlpatterns,
    *held.urlpatterns,
    *applying.urlpatterns,
    *checking.urlpatterns,
    *assessing.urlpatterns,
]
