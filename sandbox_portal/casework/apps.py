from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sandbox_portal.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        # Models are not importable before Django is ready.
        from sandbox_portal.people.choices import Role  # noqa: PLC0415
        from sandbox_portal.people.context import add_count, add_entry  # noqa: PLC0415
        from sandbox_portal.people.doors import PROVIDER, STAFF  # noqa: PLC0415
        from sandbox_portal.people.front import add_part, tell_how_to_ask_at_once  # noqa: PLC0415

        from .actions.messages import wait_longer  # noqa: PLC0415
        from .asked_at_once import asked_at_once  # noqa: PLC0415
        from .case_parts import add_case_part  # noqa: PLC0415
        from .front import (  # noqa: PLC0415
            dates_part,
            decisions_part,
            history_part,
            hold_part,
            next_actions_part,
            told_part,
            trouble_part,
        )
        from .more_time_rules import follow  # noqa: PLC0415
        from .queries import stuck_in_menu  # noqa: PLC0415
        from .views.assistance import STAFF_ROLES  # noqa: PLC0415

        load_words()
        tell_how_to_ask_at_once(asked_at_once)
        add_part("casework/_background_trouble.html", trouble_part, place=0)
        add_part("casework/_next_actions.html", next_actions_part, place=10)
        add_case_part("casework/parts/hold.html", hold_part, place=0)
        add_case_part("casework/parts/dates.html", dates_part, place=5)
        add_case_part("casework/parts/told.html", told_part, place=10)
        add_case_part("casework/parts/decisions.html", decisions_part, place=40)
        add_case_part("casework/parts/history.html", history_part, place=90)
        follow("message_answer", wait_longer)
        add_entry("What to do next", "my-actions", PROVIDER, STAFF)
        add_entry("Decisions about you", "own-decisions", PROVIDER, group="account")
        add_entry("Cases", "case-queue", STAFF, group="cases")
        add_entry("Stuck", "case-stuck", STAFF, group="cases")
        add_count("case-stuck", stuck_in_menu)
        add_entry("Type for somebody", "typing-find", *sorted(STAFF_ROLES), group="portal")
        add_entry("Reminders", "reminder-list", Role.PROGRAMME_LEAD, Role.SYSTEM_ADMINISTRATOR, group="portal")
        add_entry("Who looked", "look-list", Role.AUDITOR, group="portal")
        add_entry("Mail and background work", "outbox-list", Role.SYSTEM_ADMINISTRATOR, group="portal")


def load_words() -> None:
    """Say what of `content/` casework reads."""
    from .content import register_loader  # noqa: PLC0415 - the same
    from .desk_words import load_desk_words  # noqa: PLC0415 - the same
    from .more_time_rules import load_more_time  # noqa: PLC0415 - the same
    from .reason_lists import load_reasons  # noqa: PLC0415 - the same
    from .reminder_definitions import load_reminders  # noqa: PLC0415 - the same
    from .routing import load_routing  # noqa: PLC0415 - the same

    register_loader("reminders", load_reminders)
    register_loader("more time", load_more_time)
    register_loader("reasons", load_reasons)
    register_loader("desk words", load_desk_words)
    register_loader("routing", load_routing)
