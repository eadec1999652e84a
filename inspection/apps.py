from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "inspection"
    verbose_name = "Inspection"

    def ready(self) -> None:
        # Pages and loaders are registered once every app is ready.
        from . import offline_tasks, report_tasks, tasks  # noqa: F401, PLC0415 - its audiences are known from now on

        _tell_kinds()
        _tell_improvement()
        _tell_parts()
        _tell_words()
        _tell_frameworks()
        _tell_reports()
        _tell_materials()


def _tell_kinds() -> None:
    """The kind of case of this wing, and who opens its files."""
    from sandbox_portal.casework import kinds  # noqa: PLC0415 - pages are registered once every app is ready
    from sandbox_portal.documents.access import register_file_access  # noqa: PLC0415 - the same
    from sandbox_portal.documents.bundles import add_contents  # noqa: PLC0415 - the same

    from .bundling import evidence_index  # noqa: PLC0415 - the same
    from .case_kinds import ASSESSMENT_FILES, ASSESSMENT_KIND, ASSESSMENT_VISITED  # noqa: PLC0415 - the same
    from .visited import add_visited  # noqa: PLC0415 - the same

    kinds.register(ASSESSMENT_KIND)
    add_visited(ASSESSMENT_VISITED)
    register_file_access(ASSESSMENT_KIND.kind, ASSESSMENT_FILES)
    add_contents("evidence-index", evidence_index, place=25)


def _tell_improvement() -> None:
    """Improvement plans and the journey of councils: their kind of case, reminders, menu and front page."""
    from sandbox_portal.casework import kinds  # noqa: PLC0415 - pages are registered once every app is ready
    from sandbox_portal.documents.access import register_file_access  # noqa: PLC0415 - the same
    from sandbox_portal.people.choices import Role  # noqa: PLC0415 - the same
    from sandbox_portal.people.context import add_entry  # noqa: PLC0415 - the same
    from sandbox_portal.people.front import add_part  # noqa: PLC0415 - the same

    from . import improvement_tasks  # noqa: F401, PLC0415 - its audiences are known from now on
    from .improvement_kind import IMPROVEMENT_FILES, IMPROVEMENT_KIND, your_plans_asked, your_plans_part  # noqa: PLC0415 - the same

    kinds.register(IMPROVEMENT_KIND)
    register_file_access(IMPROVEMENT_KIND.kind, IMPROVEMENT_FILES)
    add_entry("Improvement plans", "plan-list", Role.INSPECTOR, Role.INSPECTION_MANAGER, group="portal")
    add_part("inspection/improvement/_your_plans.html", your_plans_part, place=10, asks=your_plans_asked)


def _tell_parts() -> None:
    """What this wing shows on the front page, and in the menu of those who inspect."""
    from sandbox_portal.casework.case_parts import add_case_part  # noqa: PLC0415 - the same
    from sandbox_portal.people.choices import Role  # noqa: PLC0415 - the same
    from sandbox_portal.people.context import add_entry  # noqa: PLC0415 - the same
    from sandbox_portal.people.front import add_part  # noqa: PLC0415 - the same

    from .case_kinds import inspection_part, your_assessments_asked, your_assessments_part  # noqa: PLC0415 - the same
    from .visit_parts import visits_part  # noqa: PLC0415 - the same

    add_case_part("inspection/visits/_of_case.html", visits_part, place=15)
    add_entry("Assessments", "assessment-list", Role.INSPECTOR, Role.INSPECTION_MANAGER, group="portal")
    add_part("inspection/_inspection_work.html", inspection_part, place=6)
    add_part("inspection/_your_assessments.html", your_assessments_part, place=9, asks=your_assessments_asked)


def _tell_words() -> None:
    """The facts that letters may name."""
    from .emails import tell_fields_of_inspection  # noqa: PLC0415 - the same

    tell_fields_of_inspection()


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


def _tell_materials() -> None:
    """What inspectors work with: its words to load, its place in the menu, and the links by which people answer."""
    from sandbox_portal.casework.content import register_loader  # noqa: PLC0415 - once every app is ready
    from sandbox_portal.people import links  # noqa: PLC0415 - the same
    from sandbox_portal.people.choices import Role  # noqa: PLC0415 - the same
    from sandbox_portal.people.context import add_entry  # noqa: PLC0415 - the same

    from .link_purposes import COMMENT_ON_MATERIALS, FEEDBACK_ON_CARE, GOOD_PRACTICE  # noqa: PLC0415 - the same
    from .loading import load_materials  # noqa: PLC0415 - the same

    register_loader("inspection-materials", load_materials)
    readers = (Role.INSPECTOR, Role.INSPECTION_MANAGER, Role.CONTENT_EDITOR, Role.PROGRAMME_LEAD, Role.AUDITOR)
    add_entry("What inspectors work with", "materials-list", *readers, group="portal")
    links.register(COMMENT_ON_MATERIALS)
    links.register(FEEDBACK_ON_CARE)
    links.register(GOOD_PRACTICE)


def _tell_reports() -> None:
    """Published reports: their list in the menu, their ratings in the register, and drafts for organisations."""
    from sandbox_portal.casework.case_parts import add_case_part  # noqa: PLC0415 - once every app is ready
    from sandbox_portal.people.context import add_entry  # noqa: PLC0415 - the same
    from sandbox_portal.people.doors import ANYONE  # noqa: PLC0415 - the same
    from sandbox_portal.register.service_parts import add_service_part  # noqa: PLC0415 - the same

    from .report_parts import own_report_part, report_of_service_part  # noqa: PLC0415 - the same

    add_entry("Reports", "report-list", ANYONE, group="portal")
    add_case_part("inspection/provider/_report.html", own_report_part, place=5)
    add_service_part("inspection/published/_in_register.html", report_of_service_part, place=10)
