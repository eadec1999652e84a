from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "sandbox_portal.govuk"
    label = "govuk"
    verbose_name = "Design system"
