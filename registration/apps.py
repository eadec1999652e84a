from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = "Registration"

    def ready(self) -> None:
        # Pages and loaders are registered once every app is ready.
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415

        from .front import do_you_need_to_register_part  # noqa: PLC0415
        from .loading import load_scope  # noqa: PLC0415

        register_loader("scope", load_scope)
        add_part("registration/_do_you_need_to_register.html", do_you_need_to_register_part, place=15)
