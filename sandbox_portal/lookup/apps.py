from django.apps import AppConfig


class LookupConfig(AppConfig):
    name = "sandbox_portal.lookup"
    verbose_name = "Look-up"
