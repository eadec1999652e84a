from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "selection"
    verbose_name = "Selection"

    def ready(self) -> None:
        # Models are not importable before Django is ready.
        from programme.further_pages import add_links  # noqa: PLC0415
        from sandbox_portal.casework import kinds  # noqa: PLC0415
        from sandbox_portal.casework.told_decisions import add_told_decisions  # noqa: PLC0415
        from sandbox_portal.documents.access import register_file_access  # noqa: PLC0415
        from sandbox_portal.people import links  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415
        from sandbox_portal.questions import hosts  # noqa: PLC0415

        from .case_kinds import (  # noqa: PLC0415
            APPLICATION_HOST,
            APPLICATION_KIND,
            SELECTION_FILES,
            SELECTION_KIND,
            round_links,
            your_applications_asked,
            your_applications_part,
        )
        from .decided import decisions_on  # noqa: PLC0415
        from .link_purposes import CONFIRM_PARTNERSHIP  # noqa: PLC0415

        kinds.register(APPLICATION_KIND)
        kinds.register(SELECTION_KIND)
        _tell_visits()
        add_told_decisions(APPLICATION_KIND.kind, decisions_on)
        register_file_access(SELECTION_KIND.kind, SELECTION_FILES)
        hosts.register(APPLICATION_HOST)
        links.register(CONFIRM_PARTNERSHIP)
        add_links(round_links)
        add_part("selection/_your_applications.html", your_applications_part, place=5, asks=your_applications_asked)


def _tell_visits() -> None:
    """Applicants and participants may be visited, by those who lead the round."""
    from inspection.visited import may_be_visited  # noqa: PLC0415
    from sandbox_portal.people.choices import Role  # noqa: PLC0415
    from sandbox_portal.people.context import add_entry  # noqa: PLC0415

    from .choices import MAY_BE_VISITED  # noqa: PLC0415
    from .workflow import APPLICATION  # noqa: PLC0415

    add_entry("Calendar of visits", "visit-calendar", Role.PROGRAMME_LEAD, group="portal")
    leads, readers = {Role.PROGRAMME_LEAD}, {Role.COMMITTEE_MEMBER, Role.AUDITOR}
    may_be_visited(APPLICATION.kind, by=leads, endorsed_by=leads, read_by=readers, stages=MAY_BE_VISITED)
