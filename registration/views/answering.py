"""Pages on which an organisation reads a notice and answers it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import attach_evidence
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import PROVIDER

from ..actions.representations import agree_to_conditions, make_representations
from ..choices import REPRESENTATION_FILES, Outcome
from ..forms.notices import AddPaper, Agree, AnswerNotice
from ..models import Notice, RegistrationApplication
from ..queries.applications import own_registrations
from ..queries.assessment import notices_visible_to, standing_proposal
from ..queries.assessment_home import notices_shown, papers_beside
from ..workflow import REGISTRATION


class OwnNotices(LookingPage):
    """Every notice served on an application, in full, with the right it gives and the last day."""

    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = get_object_or_404(own_registrations(self.user), pk=kwargs["case_id"])
        shown = notices_shown(notices_visible_to(self.user).filter(application=application.pk), at=self.at)
        if not shown:
            raise Http404
        context = {
            "application": application,
            "notices": shown,
            "refusal": REGISTRATION.refusal("make_representations", application, self.user),
            "back_url": reverse("registration-status", args=[application.pk]),
        }
        return render(request, "registration/provider/notices.html", context)


class AnswerNoticePage(ActionPage):
    """Representations: the papers first, then the words, sent once."""

    access = frozenset({PROVIDER})
    template = "registration/provider/answer_notice.html"
    done = "We have your representations. Somebody who had no part in the proposal will read them."

    @cached_property
    def application(self) -> RegistrationApplication:
        return get_object_or_404(own_registrations(self.user), pk=self.kwargs["case_id"])

    @cached_property
    def proposal(self) -> Notice:
        found = standing_proposal(self.application)
        if found is None:
            raise Http404
        return found

    @property
    def back_url(self) -> str:
        return reverse("registration-notice", args=[self.application.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url

    def form(self, data: Any = None) -> PageForm:
        return AnswerNotice(data)

    def act(self, values: dict[str, Any]) -> object:
        return make_representations(self.application, text=values["text"], by=self.user, at=self.at)

    def show(self, form: PageForm, status: int = 200, adding: PageForm | None = None) -> HttpResponse:
        context = {
            "form": form,
            "adding": adding or AddPaper(),
            "application": self.application,
            "notice": notices_shown([self.proposal], at=self.at)[0],
            "papers": papers_beside(self.application, self.user),
            "refusal": REGISTRATION.refusal("make_representations", self.application, self.user),
            "can_agree": self.proposal.outcome == Outcome.CONDITIONS,
            "back_url": self.back_url,
        }
        return render(self.request, self.template, context, status=status)


class AddPaperPage(AnswerNoticePage):
    """Put one paper beside the representations; the words come after it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("registration-answer-notice", self.application.pk)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        adding = AddPaper(request.POST, request.FILES)
        refusal = REGISTRATION.refusal("make_representations", self.application, self.user)
        if refusal:
            raise Refused(refusal)
        if not adding.is_valid():
            return self.show(self.form(), status=422, adding=adding)
        try:
            attach_evidence(
                self.application.case,
                upload=adding.cleaned_data["paper"],
                question_key=REPRESENTATION_FILES,
                by=self.user,
                at=self.at,
            )
        except Refused as refused:
            adding.add_error("paper", refused.sentence)
            return self.show(self.form(), status=422, adding=adding)
        messages.success(request, "The paper is added. It goes with your representations when you send them.")
        return redirect("registration-answer-notice", self.application.pk)


class AgreeToConditions(AnswerNoticePage):
    """Agree in writing to conditions that are proposed."""

    template = "registration/provider/agree.html"
    done = "Thank you. You have agreed to the conditions."

    def form(self, data: Any = None) -> PageForm:
        if self.proposal.outcome != Outcome.CONDITIONS:
            raise Http404
        return Agree(data)

    def act(self, values: dict[str, Any]) -> object:
        return agree_to_conditions(self.application, text=values["text"], by=self.user, at=self.at)
