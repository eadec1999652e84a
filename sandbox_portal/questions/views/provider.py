"""The overviews of somebody who answers: the tasks, and everything said so far."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..blank import blank_sections
from ..hosts import host_of
from ..queries import completeness_of
from ..showing import shown_sections
from ..tasks_shown import shown_tasks
from ..wording import problem_words
from .doors import ResponseDoor


class TaskList(ResponseDoor):
    """Every task with its state, and how many are done (R2)."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        host = host_of(self.case)
        context = {
            "case": self.case,
            "document": self.reading.document,
            "refusal": self.refusal,
            "tasks": shown_tasks(self.reading, self.page_address, may_write=self.refusal is None),
            "completeness": completeness_of(self.reading),
            "introduction": host.introduction,
            "facts": host.facts(self.case),
        }
        return render(request, "questions/task_list.html", context)


class CheckAnswers(ResponseDoor):
    """Everything answered, each with its way back to the question (R3), and each gap with its link (R7)."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        host = host_of(self.case)
        completeness = completeness_of(self.reading)
        context = {
            "case": self.case,
            "document": self.reading.document,
            "refusal": self.refusal,
            "sections": shown_sections(self.reading),
            "completeness": completeness,
            "gaps": [
                (problem_words(gap), self.reading.document.page_of[gap.question.key]) for gap in completeness.problems
            ],
            "send_url": host.send_url(self.case, request.user) if completeness.is_complete else None,
            "send_label": host.send_label,
        }
        return render(request, "questions/check_answers.html", context)


class BlankForm(ResponseDoor):
    """The questions of this case to print and fill in by hand, with the dates of its round."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        sections = blank_sections(self.reading.document, self.reading.given)
        context = {"document": self.reading.document, "sections": sections, "case": self.case}
        return render(request, "questions/blank_form.html", context)
