from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "inspection"
    verbose_name = "Inspection"

    def ready(self) -> None:
        _tell_frameworks()


def _tell_frameworks() -> None:
    """What is rated by: its words to load, its place in the menu of staff and on the front page of everybody else."""
    from sandbox_portal.casework.content import register_loader  # noqa: PLC0415 - once every app is ready
    from sandbox_portal.people.choices import Role  # noqa: PLC0415 - the same
    from sandbox_portal.people.context import add_entry  # noqa: PLC0415 - the same
    from sandbox_portal.people.front import add_part  # noqa: PLC0415 - the same

    from .front import how_care_is_rated_part  # noqa: PLC0415 - the same
    from .loading import load_frameworks  # noqa: PLC0415 - the same

    register_loader("frameworks", load_frameworks)
    readers = (Role.INSPECTOR, Role.INSPECTION_MANAGER, Role.CONTENT_EDITOR, Role.PROGRAMME_LEAD, Role.AUDITOR)
    add_entry("How care is rated", "framework-list", *readers, group="portal")
    add_part("inspection/frameworks/_front.html", how_care_is_rated_part, place=16)
