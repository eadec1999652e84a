"""The map of registration, one file for each audience."""

from . import applying, assessing, checking, form, held, members, officer, provider, public

urlpatterns = [
    *public.urlpatterns,
    *provider.urlpatterns,
    *officer.urlpatterns,
    *held.urlpatterns,
    *members.urlpatterns,
    *applying.urlpatterns,
    *form.urlpatterns,
    *checking.urlpatterns,
    *assessing.urlpatterns,
]
