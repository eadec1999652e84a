from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


class QuestionsConfig(AppConfig):
    name = "sandbox_portal.questions"
    label = "questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        from sandbox_portal.casework.case_parts import add_case_part  # noqa: PLC0415 - apps must be loaded first
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415
        from sandbox_portal.casework.kinds import tell_who_reads_in_part  # noqa: PLC0415
        from sandbox_portal.casework.more_time_rules import follow  # noqa: PLC0415
        from sandbox_portal.documents.access import tell_files_in_part, tell_question_names  # noqa: PLC0415
        from sandbox_portal.documents.bundles import add_contents, add_organisation_contents  # noqa: PLC0415
        from sandbox_portal.people import links  # noqa: PLC0415
        from sandbox_portal.people.front import add_part  # noqa: PLC0415

        from .actions.returns import return_waits_longer  # noqa: PLC0415
        from .bundling import answers, file_of_organisation  # noqa: PLC0415
        from .front import answers_part, file_part, returns_part, sections_asked, sections_part, typed_part  # noqa: PLC0415
        from .loading import load_question_sets  # noqa: PLC0415
        from .organisation_facts import load_fact_kinds  # noqa: PLC0415
        from .return_reasons import load_return_reasons  # noqa: PLC0415
        from .sections import cases_read_in_part, files_in_part  # noqa: PLC0415
        from .showing import question_names  # noqa: PLC0415
        from .typed_links import CONFIRM_TYPED_ANSWERS  # noqa: PLC0415

        follow("return", return_waits_longer)
        tell_question_names(question_names)
        tell_who_reads_in_part(cases_read_in_part)
        tell_files_in_part(files_in_part)
        register_loader("facts of organisations", load_fact_kinds)
        register_loader("question sets", load_question_sets)
        register_loader("reasons for asking again", load_return_reasons)
        add_part("questions/_sections_waiting.html", sections_part, place=11, asks=sections_asked)
        add_part("questions/_returns_waiting.html", returns_part, place=12)
        add_case_part("questions/parts/case.html", answers_part, place=20)
        add_case_part("questions/parts/typed.html", typed_part, place=15)
        links.register(CONFIRM_TYPED_ANSWERS)
        add_part("questions/_file_to_look_at.html", file_part, place=12)
        add_contents("answers", answers, place=20)
        add_organisation_contents("file", file_of_organisation)
        post_save.connect(give_what_was_promised, sender="people.Invitation")


def give_what_was_promised(sender: object, instance: Any, **_named: Any) -> None:
    """Whoever takes up an invitation gets the section that was kept for them, once they are in the team."""
    from .actions.sections import keep_promise  # noqa: PLC0415 - apps must be loaded first
    from .models import SectionPromise  # noqa: PLC0415

    if instance.accepted_at is None:
        return
    promise = SectionPromise.objects.filter(invitation=instance).select_related("response", "promised_by").first()
    if promise is not None:
        transaction.on_commit(lambda: keep_promise(promise, by=instance.accepted_by, at=instance.accepted_at))
