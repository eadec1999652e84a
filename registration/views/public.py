"""Do you need to register? One question a page, without an account, and nothing kept but in the visitor's session."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from sandbox_portal.people.doors import ANYONE, Door

from ..actions.scope import count_outcome
from ..forms.scope import ScopeForm
from ..queries.scope import number_of_runs
from ..scope import to_register
from ..scope_tree import Question
from .showing import question_address, shown
from .visit import MOST_SERVICES, Visit


class ScopePage(Door):
    """What the pages share: the visit so far."""

    access = frozenset({ANYONE})

    @cached_property
    def visit(self) -> Visit:
        return Visit(self.request)

    def next_address(self, number: int) -> str:
        """Where this service goes on: its next question, or the result of all of them."""
        question = self.visit.walk(number).next
        return question_address(number, question.code) if question else reverse("scope-result")


class ScopeStart(ScopePage):
    """Who it is for, how long it takes, what to have ready (R1)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context: dict[str, Any] = {"tree": None}
        if self.visit.row is not None:
            begun = len(self.visit.services)
            context = {
                "tree": self.visit.tree,
                "begun": begun,
                "go_on_url": self.next_address(begun or 1),
                "runs": number_of_runs(request.user),
            }
        return render(request, "registration/public/scope_start.html", context)


class AskScope(ScopePage):
    """One question of one service. What was answered stands there when somebody comes back to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.visit.row is None or not self.visit.may_begin(kwargs["service_number"]):
            return redirect("scope-start")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def number(self) -> int:
        return int(self.kwargs["service_number"])

    @cached_property
    def question(self) -> Question:
        question = self.visit.tree.question(self.kwargs["question"])
        if question is None:
            raise Http404
        return question

    @property
    def is_open(self) -> bool:
        """Only questions on the path, and the one after them, can be asked: nobody skips ahead."""
        walked = self.visit.walk(self.number)
        return self.question.code in walked.path or self.question == walked.next

    def get(self, request: HttpRequest, service_number: int, question: str) -> HttpResponse:
        given = self.visit.answers(self.number).get(self.question.code)
        form = ScopeForm(tree=self.visit.tree, question=self.question, given=given)
        return self.show(form) if self.is_open else redirect(self.next_address(self.number))

    def post(self, request: HttpRequest, service_number: int, question: str) -> HttpResponse:
        form = ScopeForm(request.POST, tree=self.visit.tree, question=self.question)
        if not self.is_open:
            return redirect(self.next_address(self.number))
        if not form.is_valid():
            return self.show(form, status=422)
        option = self.question.option(form.answer())
        if option is not None and option.explain:
            return self.show(ScopeForm(tree=self.visit.tree, question=self.question), explain=option.explain)
        return self.keep(form.answer())

    def keep(self, answer: Any) -> HttpResponse:
        """Keep the answer; a first result is counted, without anything that says whose it is."""
        walked = self.visit.answer(self.number, self.question.code, answer)
        if walked.outcome is not None and self.visit.row is not None and self.visit.count_once(self.number):
            count_outcome(self.visit.row, outcome=walked.outcome.code, by=None, at=self.at)
        return redirect(self.next_address(self.number))

    def show(self, form: ScopeForm, *, explain: str = "", status: int = 200) -> HttpResponse:
        context = {
            "tree": self.visit.tree,
            "question": self.question,
            "number": self.number,
            "several": self.number > 1 or len(self.visit.services) > 1,
            "form": form,
            "explain": explain,
            "back_url": self._back(),
        }
        return render(self.request, "registration/public/scope_question.html", context, status=status)

    def _back(self) -> str:
        path = self.visit.walk(self.number).path
        before = path[: path.index(self.question.code)] if self.question.code in path else path
        if before:
            return question_address(self.number, before[-1])
        return reverse("scope-start" if self.number == 1 else "scope-result")


class ScopeResult(ScopePage):
    """Every service with its outcome, why, and what to do next; made to be printed as well."""

    def get(self, request: HttpRequest) -> HttpResponse:
        visit = self.visit
        if visit.row is None or not visit.services:
            return redirect("scope-start")
        walked = visit.walks()
        unfinished = next((number for number, each in enumerate(walked, 1) if each.outcome is None), None)
        if unfinished:
            return redirect(self.next_address(unfinished))
        context = {
            "tree": visit.tree,
            "services": shown(visit.tree, [each["answers"] for each in visit.services], may_change=True),
            "to_register": to_register(walked),
            "another_url": self._another_url(),
            "next": urlencode({"next": reverse("scope-save")}),
            "shown_at": self.at,
            "version": visit.row.version,
        }
        return render(request, "registration/public/scope_result.html", context)

    def _another_url(self) -> str:
        number = len(self.visit.services) + 1
        return question_address(number, self.visit.tree.first) if number <= MOST_SERVICES else ""


class AnswerAgain(ScopePage):
    """Forget every answer and begin anew."""

    def post(self, request: HttpRequest) -> HttpResponse:
        self.visit.forget()
        return redirect("scope-start")


class RemoveService(ScopePage):
    """Take one service out of the result."""

    def post(self, request: HttpRequest, service_number: int) -> HttpResponse:
        if not 1 <= service_number <= len(self.visit.services):
            raise Http404
        self.visit.remove(service_number)
        return redirect("scope-result")
