from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sandbox_portal.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        # Models are not importable before Django is ready.
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415

        from .content import load_letters  # noqa: PLC0415

        register_loader("letters", load_letters)
