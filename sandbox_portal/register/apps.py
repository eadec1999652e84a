from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "sandbox_portal.register"
    verbose_name = "Register"

    def ready(self) -> None:
        # Pages and loaders are registered once every app is ready.
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415
        from sandbox_portal.people.context import add_entry  # noqa: PLC0415
        from sandbox_portal.people.doors import ANYONE  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415

        from .definitions import load_definitions  # noqa: PLC0415
        from .front import your_services_asked, your_services_part  # noqa: PLC0415

        register_loader("register", load_definitions)
        add_entry("Register", "register-search", ANYONE)
        add_part("register/_your_services.html", your_services_part, place=40, asks=your_services_asked)
