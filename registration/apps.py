from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = "Registration"

    def ready(self) -> None:
        # Pages and loaders are registered once every app is ready.
        from . import (  # noqa: PLC0415
            assessment_tasks,  # noqa: F401 - its handlers and audiences are known from now on
            form_tasks,  # noqa: F401 - the same
            held_tasks,  # noqa: F401 - the same
            member_tasks,  # noqa: F401 - the same
        )
        from .held_signals import listen  # noqa: PLC0415
        from .visits import tell_visits  # noqa: PLC0415

        _tell_kinds()
        _tell_parts()
        tell_visits()
        _tell_words()
        listen()


def _tell_kinds() -> None:
    """The kinds of case of this wing, their answers, and who opens their files."""
    from sandbox_portal.casework import kinds  # noqa: PLC0415
    from sandbox_portal.documents.access import register_file_access  # noqa: PLC0415
    from sandbox_portal.people import links  # noqa: PLC0415
    from sandbox_portal.questions import hosts  # noqa: PLC0415

    from .assessment_kind import ASSESSMENT_FILES  # noqa: PLC0415
    from .case_kinds import MANAGER_HOST, MANAGER_KIND, REGISTRATION_HOST, REGISTRATION_KIND  # noqa: PLC0415
    from .held_kinds import CHANGE_HOST, CHANGE_KIND, HELD_KIND  # noqa: PLC0415
    from .member_links import CONFIRM_MEMBERSHIP  # noqa: PLC0415

    for kind in (REGISTRATION_KIND, MANAGER_KIND, HELD_KIND, CHANGE_KIND):
        kinds.register(kind)
    for host in (REGISTRATION_HOST, MANAGER_HOST, CHANGE_HOST):
        hosts.register(host)
    register_file_access(REGISTRATION_KIND.kind, ASSESSMENT_FILES)
    links.register(CONFIRM_MEMBERSHIP)


def _tell_parts() -> None:
    """What this wing shows on the front page and on the page of a case."""
    from sandbox_portal.casework.case_parts import add_case_part  # noqa: PLC0415
    from sandbox_portal.people.context import add_entry  # noqa: PLC0415
    from sandbox_portal.people.front import add_part  # noqa: PLC0415

    from .assessment_kind import assessment_part  # noqa: PLC0415
    from .front import (  # noqa: PLC0415
        do_you_need_to_register_part,
        registration_work_part,
        your_registrations_asked,
        your_registrations_part,
    )
    from .held_front import your_registration_asked, your_registration_part  # noqa: PLC0415
    from .queries.applications import REGISTRATION_TEAM  # noqa: PLC0415

    add_case_part("registration/_assessment_links.html", assessment_part, place=5)
    add_entry("Calendar of visits", "visit-calendar", *REGISTRATION_TEAM, group="portal")
    add_part("registration/_your_registrations.html", your_registrations_part, place=6, asks=your_registrations_asked)
    add_part("registration/_registration_work.html", registration_work_part, place=7)
    add_part("registration/_registered.html", your_registration_part, place=8, asks=your_registration_asked)
    add_part("registration/_do_you_need_to_register.html", do_you_need_to_register_part, place=15)


def _tell_words() -> None:
    """Words of the regulator to load, and the facts that letters may name."""
    from sandbox_portal.casework.content import register_loader  # noqa: PLC0415
    from sandbox_portal.documents.merging import add_field, add_list_field  # noqa: PLC0415

    from .duties_file import load_duties  # noqa: PLC0415
    from .emails import tell_fields_of_assessment  # noqa: PLC0415
    from .loading import load_scope  # noqa: PLC0415
    from .visit_plan import load_assessment_words  # noqa: PLC0415

    register_loader("assessment", load_assessment_words)
    register_loader("after registration", load_duties)
    register_loader("scope", load_scope)
    tell_fields_of_assessment()
    add_field("check_by", "the day by which we say whether the application is complete")
    add_list_field("shortcomings", "a list: what is missing or wrong")
