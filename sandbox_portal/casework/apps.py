from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sandbox_portal.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        # Models are not importable before Django is ready.
        from .content import register_loader  # noqa: PLC0415
        from .reminder_definitions import load_reminders  # noqa: PLC0415

        register_loader("reminders", load_reminders)
