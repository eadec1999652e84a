from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "selection"
    verbose_name = "Selection"

    def ready(self) -> None:
        # Models are not importable before Django is ready.
        from sandbox_portal.casework import kinds  # noqa: PLC0415
        from sandbox_portal.questions import hosts  # noqa: PLC0415

        from .case_kinds import APPLICATION_HOST, APPLICATION_KIND, SELECTION_KIND  # noqa: PLC0415

        kinds.register(APPLICATION_KIND)
        kinds.register(SELECTION_KIND)
        hosts.register(APPLICATION_HOST)
