from django.apps import AppConfig

MESSAGE_OF_FILE = (
    "SELECT message.case_id FROM documents_messagefile file"
    " JOIN casework_message message ON message.id = file.message_id WHERE file.id = %s"
)


class DocumentsConfig(AppConfig):
    name = "sandbox_portal.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        # Models are not importable before Django is ready.
        from sandbox_portal.casework.access_record import add_trail  # noqa: PLC0415
        from sandbox_portal.casework.case_parts import add_case_part  # noqa: PLC0415
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415
        from sandbox_portal.people.choices import Role  # noqa: PLC0415
        from sandbox_portal.people.context import add_entry  # noqa: PLC0415
        from sandbox_portal.people.doors import SIGNED_IN  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415

        from .actions import bundles, chosen  # noqa: F401, PLC0415 - their work is known to every process
        from .bundles import add_contents, papers  # noqa: PLC0415
        from .case_front import papers_part  # noqa: PLC0415
        from .content import load_letters  # noqa: PLC0415
        from .jobs_front import jobs_asked, jobs_part  # noqa: PLC0415
        from .message_front import messages_part  # noqa: PLC0415

        add_trail("attachment", "SELECT case_id FROM documents_attachment WHERE id = %s", is_file=True)
        add_trail("document", "SELECT case_id FROM documents_issueddocument WHERE id = %s", is_file=True)
        add_trail("file", MESSAGE_OF_FILE, is_file=True)
        register_loader("letters", load_letters)
        add_part("documents/messages/_waiting.html", messages_part, place=8)
        add_part("documents/_jobs_part.html", jobs_part, place=60, asks=jobs_asked)
        add_case_part("documents/parts/case.html", papers_part, place=60)
        add_entry("Your downloads", "my-jobs", SIGNED_IN, group="account")
        add_entry("Letters", "letter-list", Role.PROGRAMME_LEAD, Role.CONTENT_EDITOR, Role.AUDITOR, group="portal")
        add_contents("case", papers.case_itself, place=10)
        add_contents("decisions", papers.decisions, place=15)
        add_contents("letters", papers.letters, place=30)
        add_contents("files", papers.files, place=40)
        add_contents("messages", papers.messages, place=50)
