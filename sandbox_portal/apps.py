from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "sandbox_portal"
    verbose_name = "Wiring between the jobs"

    def ready(self) -> None:
        from . import reactions  # noqa: F401, PLC0415 - connects the receivers once every app is ready
