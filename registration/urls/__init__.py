"""The map of registration, one file for each audience."""

from . import applying, assessing, checking, form, held, officer, provider, public

urlpatterns = [
    *public.urlpatterns,
    *provider.urlpatterns,
    *officer.urlpatterns,
    *held.urlpatterns,
    *applying.urlpatterns,
    *form.urlpatterns,
    *checking.urlpatterns,
    *assessing.urlpatterns,
]
