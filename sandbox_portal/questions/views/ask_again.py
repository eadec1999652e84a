"""Staff ask sent answers again: choose which, send them back, look at what came (R14)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.doors import STAFF

from ..actions.returns import Judgement, drop_flag, flag_answer, go_on_without, judge_answers, return_to_applicant
from ..choices import Verdict
from ..engine import Question
from ..forms_returns import FlagAnswer, JudgeAnswers, SendToApplicant
from ..hosts import AskingAgain, host_of
from ..models import Return
from ..returns import (
    ShownItem,
    asking_refusal,
    flags_possible,
    may_look_after_returns,
    reasons_of,
    returns_of,
    shown_items,
)
from ..showing import shown_sections
from .doors import ResponseDoor


class AskingDoor(ResponseDoor):
    """A page of those who may ask again by their office; anybody else does not find it."""

    access = frozenset({STAFF})
    on_behalf = False

    @cached_property
    def asking(self) -> AskingAgain:
        asking = host_of(self.case).asks_again
        if (
            asking is None
            or self.response.locked_at is None
            or not may_look_after_returns(self.case, self.request.user)
        ):
            raise Http404
        return asking

    @cached_property
    def returns(self) -> list[Return]:
        return returns_of(self.response)

    @cached_property
    def standing(self) -> Return | None:
        return next((each for each in self.returns if each.ended_at is None), None)

    def sending(self, data: Any = None) -> SendToApplicant:
        return SendToApplicant(data, usual=self.asking.usual, longest=self.asking.longest)

    @cached_property
    def items(self) -> list[ShownItem]:
        """What is asked again now, or waits to be looked at."""
        return shown_items(self.reading, self.standing.items.all()) if self.standing else []

    def judging(self, data: Any = None) -> JudgeAnswers:
        return JudgeAnswers(data, items=self.items, reasons=reasons_of(self.asking))

    def show(
        self, form: SendToApplicant | None = None, judging: JudgeAnswers | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page, with the form somebody has just sent and what is wrong with it."""
        standing, items = self.standing, self.items
        context = {
            "case": self.case,
            "document": self.reading.document,
            "standing": standing,
            "items": items,
            "flagged": {shown.question.key for shown in items},
            "form": form or self.sending(),
            "judging": judging or self.judging(),
            "refusal": asking_refusal(self.case, self.request.user),
            "possible": flags_possible(self.reading, self.asking),
            "sections": shown_sections(self.reading),
            "earlier": [(each, shown_items(self.reading, each.items.all())) for each in self.returns if each.ended_at],
            "back_url": self.back_url(),
        }
        return render(self.request, "questions/ask_again.html", context, status=status)

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return HttpResponseRedirect(self.address("response-ask-again"))


class AskAgain(AskingDoor):
    """What is asked again and how far it is; choose answers, and send them back with a day."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = self.sending(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            sent = return_to_applicant(self.response, **form.cleaned_data, by=request.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        count = sent.items.count()
        words = ngettext("%(count)s answer is", "%(count)s answers are", count) % {"count": count}
        return self.done(_("%(answers)s with the applicant now. We have written to them.") % {"answers": words})


class FlagOneAnswer(AskingDoor):
    """Why one answer is asked again; or take the flag away."""

    @cached_property
    def question(self) -> Question:
        possible = flags_possible(self.reading, self.asking)
        key = self.kwargs["question"]
        if possible.get(key, "not asked") is not None:
            raise Http404
        return self.reading.document.questions[key]

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if "drop" in request.POST:
            drop_flag(self.response, key=self.question.key, by=request.user, at=self.at)
            return self.done(_("“%(name)s” is not asked again.") % {"name": self.question.name})
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            flag_answer(self.response, key=self.question.key, **form.cleaned_data, by=request.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        return self.done(_("“%(name)s” is on the list. Nothing is sent yet.") % {"name": self.question.name})

    def form(self, data: Any = None) -> FlagAnswer:
        standing = self.standing
        item = standing.items.filter(question_key=self.question.key).first() if standing else None
        initial = {"reason": item.reason, "words": item.words} if item else {}
        reasons = reasons_of(self.asking)
        return FlagAnswer(data, question_name=self.question.name, reasons=reasons, initial=initial)

    def show(self, form: FlagAnswer, status: int = 200) -> HttpResponse:
        shown = [answer for section in shown_sections(self.reading) for answer in section.answers]
        context = {
            "case": self.case,
            "form": form,
            "answers": [answer for answer in shown if answer.question.key == self.question.key],
            "is_flagged": bool(form.initial),
            "back_url": self.address("response-ask-again"),
        }
        return render(self.request, "questions/flag_answer.html", context, status=status)


class JudgeReturn(AskingDoor):
    """Say of each answer that came back whether it is accepted. A mistake keeps every word on the page."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = self.judging(request.POST)
        if not form.is_valid():
            return self.show(judging=form, status=422)
        judgements = {shown.question.key: self._judgement(form, shown) for shown in self.items}
        try:
            again = judge_answers(self.response, judgements=judgements, by=request.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(judging=form, status=409)
        if again is None:
            return self.done(_("Every answer is accepted."))
        return self.done(_("Your decisions are saved. Now send what is asked again to the applicant."))

    def _judgement(self, form: JudgeAnswers, shown: Any) -> Judgement:
        verdict = Verdict(form.cleaned_data[f"{shown.question.key}__verdict"])
        return Judgement(verdict, shown.item.reason, form.cleaned_data[f"{shown.question.key}__words"])


class EndReturn(AskingDoor):
    """Go on without an answer."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if self.asking:
            go_on_without(self.response, by=request.user, at=self.at)
        return self.done(_("We no longer wait for the applicant. The answers stand as they are."))
