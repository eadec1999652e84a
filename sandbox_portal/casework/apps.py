from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sandbox_portal.casework"
    label = "casework"
    verbose_name = "Casework"
