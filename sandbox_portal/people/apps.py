from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sandbox_portal.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 - its models load after this module

        from . import recording  # noqa: PLC0415 - needs the models
        from .context import add_count  # noqa: PLC0415 - needs the models
        from .front import add_part, team_part  # noqa: PLC0415 - needs the models
        from .queries.notices import unread_in_menu  # noqa: PLC0415 - needs the models
        from .second_factor import count_set_up_as_use  # noqa: PLC0415 - needs the models

        authenticator_added.connect(count_set_up_as_use)
        recording.listen()
        add_count("notice-list", unread_in_menu)
        add_part("people/_team_part.html", team_part, place=90)
