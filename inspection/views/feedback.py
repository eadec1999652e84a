"""Feedback for the team: whom they asked, how much came back, who would like to talk. Never who said what (R-375)."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.paging import page_by_number

from ..actions import feedback as actions
from ..choices.feedback import FeedbackWay
from ..forms.feedback import AskForFeedback
from ..forms.parts import Confirm
from ..models import FeedbackRequest, FeedbackTalk
from ..permissions import inspects_it
from ..queries.feedback import feedback_visible_to, progress_of, talks_visible_to
from .assessments import AssessmentAction
from .evidence import EvidencePage

FEW = 10


class FeedbackList(EvidencePage):
    """Who was asked and how much came back, the newest first."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        found = feedback_visible_to(user).filter(assessment=self.assessment).order_by("-asked_at", "pk")
        rows, beside = page_by_number(request, found, size=FEW)
        for each in rows:
            each.assessment = self.assessment
        talks = talks_visible_to(user).filter(request__assessment=self.assessment)[: FEW * 5]
        context = self.context(rows=list(progress_of(rows, self.at)), talks=list(talks), **beside)
        return render(request, "inspection/feedback/list.html", context)


class FeedbackCard(EvidencePage):
    """A card to print: where to go, and the code."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = feedback_visible_to(request.user).filter(assessment=self.assessment, way=FeedbackWay.CARD)
        card = get_object_or_404(found, pk=kwargs["feedback_id"])
        address = settings.PORTAL_URL.partition("://")[2] + reverse("feedback-code")
        context = self.context(card=card, address=address, code=f"{card.code[:4]} {card.code[4:]}")
        return render(request, "inspection/feedback/card.html", context)


class AskForFeedbackPage(AssessmentAction):
    done = "They are asked. Answers become evidence by themselves, within the hour."

    def form(self, data: Any = None) -> PageForm:
        if not inspects_it.test(self.user, self.assessment):
            raise Http404
        return AskForFeedback(data)

    def act(self, values: dict[str, Any]) -> FeedbackRequest:
        return actions.ask_for_feedback(self.assessment, **values, by=self.user, at=self.at)

    @property
    def back_url(self) -> str:
        return reverse("feedback-list", args=[self.assessment.pk])

    def next_url(self, done: FeedbackRequest) -> str:
        if done.way == FeedbackWay.CARD:
            return reverse("feedback-card", args=[self.assessment.pk, done.pk])
        return self.back_url


class EndFeedback(AssessmentAction):
    done = "No more answers are taken."

    @cached_property
    def request_(self) -> FeedbackRequest:
        found = feedback_visible_to(self.user).filter(assessment=self.assessment)
        if not inspects_it.test(self.user, self.assessment):
            raise Http404
        return get_object_or_404(found, pk=self.kwargs["feedback_id"])

    @property
    def back_url(self) -> str:
        return reverse("feedback-list", args=[self.assessment.pk])

    def form(self, data: Any = None) -> PageForm:
        hint = "Cards and letters open nothing from now on. What was answered stays."
        return Confirm(data, title=f"End this: {str(self.request_).lower()}", button="End it", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return actions.end_feedback(self.request_, by=self.user, at=self.at)


class FinishTalk(AssessmentAction):
    done = "It is noted that you have talked."

    @cached_property
    def talk(self) -> FeedbackTalk:
        found = talks_visible_to(self.user).filter(request__assessment=self.assessment)
        if not inspects_it.test(self.user, self.assessment):
            raise Http404
        return get_object_or_404(found.select_related("request__assessment"), pk=self.kwargs["talk_id"])

    @property
    def back_url(self) -> str:
        return reverse("feedback-list", args=[self.assessment.pk])

    def form(self, data: Any = None) -> PageForm:
        hint = f"They said how to reach them: {self.talk.reach}"
        return Confirm(data, title="Have you talked with them?", button="Yes, we have talked", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return actions.finish_talk(self.talk, by=self.user, at=self.at)
