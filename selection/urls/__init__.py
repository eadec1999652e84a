"""The map of selection, one file for each audience."""

from . import chair, lead, panel, provider, public

urlpatterns = [*public.urlpatterns, *provider.urlpatterns, *panel.urlpatterns, *chair.urlpatterns, *lead.urlpatterns]
