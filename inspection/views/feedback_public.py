"""What somebody with a card does: type the code, read who asks, answer on one page, and read that it was received.

Nobody signs in. A wrong code, one that has run out and one that was never given look the same.
"""

from functools import cached_property
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.doors import ANYONE, Door
from sandbox_portal.questions.published import document_of

from ..actions.feedback import Given, give_feedback, open_card
from ..forms.feedback import CardCode, FeedbackForm
from ..models import FeedbackRequest
from ..queries.feedback import asked_in, request_of_code

UNKNOWN = "We know no such code. Look at your card again. Perhaps its last day is over"


class CardDoor(Door):
    access = frozenset({ANYONE})

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def may_try(self, action: str) -> bool:
        """Guessing codes, and sending answers, are slowed down for each address."""
        return bool(ratelimit.consume(self.request, app="allauth.account", action=action, limit_get=True))


class TypeCode(CardDoor):
    """Where a card sends people."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(CardCode())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CardCode(request.POST)
        if form.is_valid():
            if request_of_code(form.cleaned_data["code"]) is not None:
                return redirect("feedback-start", code=form.cleaned_data["code"])
            if not self.may_try("link"):
                return ratelimit.respond_429(request)
            form.add_error("code", UNKNOWN)
        return self.show(form, status=422)

    def show(self, form: CardCode, status: int = 200) -> HttpResponse:
        return render(self.request, "inspection/feedback/code.html", {"form": form}, status=status)


class OfCard(CardDoor):
    """A page of one card."""

    @cached_property
    def asked(self) -> FeedbackRequest | None:
        return request_of_code(self.kwargs["code"].upper())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.asked is None:
            if not self.may_try("link"):
                return ratelimit.respond_429(request)
            return render(request, "inspection/feedback/unusable.html", status=404)
        return super().dispatch(request, *args, **kwargs)


class StartCard(OfCard):
    """Who asks, about what, and what becomes of an answer."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        context = {"asked": self.asked, "name": self.asked.assessment.subject_name}
        return render(request, "inspection/feedback/start.html", context)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        open_card(self.asked, by=None, at=self.at)
        return redirect("feedback-answer", code=self.kwargs["code"])


class AnswerCard(OfCard):
    """All questions on one page. Whatever is wrong, everything typed comes back."""

    def form(self, data: Any = None) -> FeedbackForm:
        document = document_of(self.asked.question_set)
        title = f"{document.title}: {self.asked.assessment.subject_name}"
        hint = " ".join(document.introduction.split())
        return FeedbackForm(data, title=title, hint=hint, asked=asked_in(self.asked.question_set))

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        if not self.may_try("feedback"):
            return ratelimit.respond_429(request)
        values = form.cleaned_data
        given = Given(form.answers, values["may_quote"], values["reach"], values["once"])
        try:
            give_feedback(self.asked, given=given, by=None, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        return redirect("feedback-received")

    def show(self, form: FeedbackForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "warned": getattr(form, "warned", ())}
        return render(self.request, "inspection/feedback/answer.html", context, status=status)


class CardReceived(CardDoor):
    """That it was received, and nothing of it: somebody else may look at this screen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "inspection/feedback/received.html")
