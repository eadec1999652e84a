"""The map of registration, one file for each audience."""

from . import officer, provider, public

urlpatterns = [*public.urlpatterns, *provider.urlpatterns, *officer.urlpatterns]
