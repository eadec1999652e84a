from django.apps import AppConfig


class HandbooksConfig(AppConfig):
    name = "handbooks"
    verbose_name = "Handbooks"

    def ready(self) -> None:
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415
        from sandbox_portal.questions.guidance import add_guidance  # noqa: PLC0415

        from .front import handbook_part  # noqa: PLC0415
        from .guidance import help_with  # noqa: PLC0415
        from .loading import load_handbooks  # noqa: PLC0415

        register_loader("handbooks", load_handbooks)
        add_guidance(help_with)
        add_part("handbooks/_front.html", handbook_part, place=16)
