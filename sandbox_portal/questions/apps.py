from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "sandbox_portal.questions"
    label = "questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        from sandbox_portal.casework.content import register_loader  # noqa: PLC0415 - apps must be loaded first

        from .loading import load_question_sets  # noqa: PLC0415

        register_loader("question sets", load_question_sets)
