from django.apps import AppConfig


class SmallestWingConfig(AppConfig):
    name = "tests.smallest_wing"
    label = "smallest_wing"

    def ready(self) -> None:
        from inspection.visited import may_be_visited
        from sandbox_portal.casework import kinds
        from sandbox_portal.casework.decision_kinds import register_decision
        from sandbox_portal.documents.merging import add_field
        from sandbox_portal.people.choices import Role
        from sandbox_portal.people.context import add_entry
        from sandbox_portal.people.doors import PROVIDER
        from sandbox_portal.questions import hosts

        from . import reactions  # noqa: F401
        from .case_kinds import LIST_DECISION, LIST_REQUEST_HOST, LIST_REQUEST_KIND

        kinds.register(LIST_REQUEST_KIND)
        may_be_visited(LIST_REQUEST_KIND.kind, by={Role.PROGRAMME_LEAD}, endorsed_by={Role.PROGRAMME_LEAD})
        hosts.register(LIST_REQUEST_HOST)
        register_decision(LIST_DECISION)
        add_field("list_answer", "whether the organisation is on the list")
        add_entry("Join a council's list", "list-request-start", PROVIDER)
