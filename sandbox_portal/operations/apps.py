from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OperationsConfig(AppConfig):
    name = "sandbox_portal.operations"
    label = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        # Models are not importable before Django is ready.
        from sandbox_portal.casework import acting  # noqa: PLC0415
        from sandbox_portal.people.choices import Role  # noqa: PLC0415
        from sandbox_portal.people.context import add_entry  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415

        from .front import troubles_part  # noqa: PLC0415
        from .watched import BY_TABLE  # noqa: PLC0415

        acting.watch(*BY_TABLE)
        connection_created.connect(_tell_the_database_who_acts, dispatch_uid="who-acts")
        add_part("operations/_troubles.html", troubles_part, place=1)
        add_entry("How the portal is", "operations-status", Role.SYSTEM_ADMINISTRATOR, group="portal")
        add_entry("Row history", "row-history", Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, group="portal")


def _tell_the_database_who_acts(*, connection, **_):
    from sandbox_portal.casework.acting import tell_who  # noqa: PLC0415

    if tell_who not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_who)
