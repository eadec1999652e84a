from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sandbox_portal.demo"
    label = "demo"
    verbose_name = "Demonstration"
