from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "sandbox_portal.questions"
    label = "questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415 - apps must be loaded first
        from sandbox_portal.people.front import add_part  # noqa: PLC0415

        from .front import sections_part  # noqa: PLC0415
        from .loading import load_question_sets  # noqa: PLC0415

        register_loader("question sets", load_question_sets)
        add_part("questions/_sections_waiting.html", sections_part, place=11)
