from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = "Registration"

    def ready(self) -> None:
        # Pages and loaders are registered once every app is ready.
        from sandbox_portal.casework import kinds  # noqa: PLC0415
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415
        from sandbox_portal.questions import hosts  # noqa: PLC0415

        from .case_kinds import MANAGER_HOST, MANAGER_KIND, REGISTRATION_HOST, REGISTRATION_KIND  # noqa: PLC0415
        from .front import do_you_need_to_register_part  # noqa: PLC0415
        from .loading import load_scope  # noqa: PLC0415

        kinds.register(REGISTRATION_KIND)
        kinds.register(MANAGER_KIND)
        hosts.register(REGISTRATION_HOST)
        hosts.register(MANAGER_HOST)
        register_loader("scope", load_scope)
        add_part("registration/_do_you_need_to_register.html", do_you_need_to_register_part, place=15)
