"""The applicant answers what was asked again: only that, each with its reason and what it said before (R14)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.refusals import Refused

from ..actions.returns import say_it_stands, send_back
from ..forms_returns import AnswerStands
from ..hosts import host_of
from ..models import Return
from ..returns import ShownItem, asking_refusal, returns_of, shown_items
from .doors import ResponseDoor


class AskedAgain(ResponseDoor):
    """What was asked again, until when, and what is still to do; send it back when all is answered."""

    on_behalf = False  # sending is the organisation's own

    @cached_property
    def returned(self) -> Return:
        """The newest return that was sent; whoever was never asked again does not find the page."""
        found = next((each for each in returns_of(self.response) if each.sent_at is not None), None)
        if found is None or not self.scope.reads_everything:
            raise Http404
        return found

    @cached_property
    def items(self) -> list[ShownItem]:
        return shown_items(self.reading, self.returned.items.all())

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not self.returned.is_with_applicant:
            raise Refused(_("There is nothing to answer here any more."))
        try:
            send_back(self.response, by=request.user, at=self.at)
        except Refused as refused:
            return self.show(refused=refused.sentence, status=409)
        messages.success(request, _("Thank you. Your answers are with us again."))
        return HttpResponseRedirect(self.back_url())

    def show(self, *, refused: str = "", status: int = 200) -> HttpResponse:
        asking = host_of(self.case).asks_again
        context = {
            "case": self.case,
            "document": self.reading.document,
            "returned": self.returned,
            "items": self.items,
            "waiting": [shown for shown in self.items if not shown.is_answered],
            "may_answer": kind_of(self.case).may_answer(self.case, self.request.user) is None,
            "sending_refusal": asking_refusal(self.case, self.request.user, asking.answer) if asking else None,
            "refused": refused,
            "back_url": self.back_url(),
        }
        return render(self.request, "questions/asked_again.html", context, status=status)


class SayItStands(AskedAgain):
    """Say why an answer is right as it stands."""

    @cached_property
    def shown(self) -> ShownItem:
        found = next((each for each in self.items if each.question.key == self.kwargs["question"]), None)
        if found is None or not self.returned.is_with_applicant:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        key, because = self.shown.question.key, form.cleaned_data["because"]
        try:
            say_it_stands(self.response, key=key, because=because, by=request.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.page(form, status=409)
        return HttpResponseRedirect(self.address("response-asked-again"))

    def form(self, data: Any = None) -> AnswerStands:
        initial = {"because": self.shown.item.stands_because}
        return AnswerStands(data, question_name=self.shown.question.name, initial=initial)

    def page(self, form: AnswerStands, status: int = 200) -> HttpResponse:
        context = {"form": form, "shown": self.shown, "back_url": self.address("response-asked-again")}
        return render(self.request, "questions/answer_stands.html", context, status=status)
