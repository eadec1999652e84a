from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self) -> None:
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415 - apps must be loaded first
        from sandbox_portal.casework.decision_kinds import register_decision  # noqa: PLC0415
        from sandbox_portal.casework.kinds import register  # noqa: PLC0415
        from sandbox_portal.people.context import add_entry  # noqa: PLC0415
        from sandbox_portal.people.doors import ANYONE  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415

        from . import tasks  # noqa: F401, PLC0415 - registers the work of the clock
        from .case_kind import GIVE_UP_ROUND, ROUND_KIND  # noqa: PLC0415
        from .loading import load_rounds  # noqa: PLC0415
        from .round_page import open_rounds_asked, open_rounds_part  # noqa: PLC0415

        register(ROUND_KIND)
        register_decision(GIVE_UP_ROUND)
        register_loader("rounds", load_rounds)
        add_entry(_("Sandbox rounds"), "round-list", ANYONE)
        add_part("programme/_open_rounds.html", open_rounds_part, place=10, asks=open_rounds_asked)
