"""Pages of an organisation that applies: can we apply, start, send, withdraw."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from programme.models import Round
from programme.queries import key_dates, rounds_visible_to, window_state
from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import WRITERS
from sandbox_portal.people.doors import ANYONE, PROVIDER, SIGNED_IN, Door
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import organisation_places, own_organisations
from sandbox_portal.questions.queries import completeness, response_of

from .. import eligibility
from ..actions.applications import start_application, submit_application, withdraw_application
from ..forms.provider import (
    AskEligibility,
    ChooseOrganisation,
    EligibilityQuestion,
    SendApplication,
    WithdrawApplication,
    eligibility_questions,
)
from ..models import Application
from ..queries.applications import own_application, own_applications
from ..queries.told import Told, told_stage
from ..workflow import APPLICATION


class RoundPage(Door):
    """A page below one round that the person may read of."""

    @cached_property
    def round(self) -> Round:
        return get_object_or_404(rounds_visible_to(self.user), slug=self.kwargs["round_slug"])


class CanWeApply(RoundPage):
    """Four questions before any account. The answers stand in the address, so nothing is kept of anybody."""

    access = frozenset({ANYONE})

    @cached_property
    def questions(self) -> dict[str, EligibilityQuestion]:
        return eligibility_questions(self.round, key_dates(self.round))

    @cached_property
    def answers(self) -> dict[str, str]:
        given = {name: self.request.GET.get(name, "") for name in eligibility.QUESTIONS}
        return {name: answer for name, answer in given.items() if answer in set(eligibility.Answer)}

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        name = eligibility.next_question(self.answers)
        return self.ask(self.questions[name]) if name else self.advise()

    def ask(self, question: EligibilityQuestion) -> HttpResponse:
        was_asked = self.request.GET.get("asked") == question.name
        form = AskEligibility(self.request.GET if was_asked else None, question=question)
        context = {
            "round": self.round,
            "form": form,
            "question": question,
            "given": self.answers,
            "back_url": self._back(question),
        }
        status = 422 if form.errors else 200
        return render(self.request, "selection/provider/eligibility_question.html", context, status=status)

    def advise(self) -> HttpResponse:
        start = reverse("application-start", args=[self.round.slug])
        rows = [(self.questions[name], answer, self._address(name)) for name, answer in self.answers.items()]
        context = {
            "round": self.round,
            "verdict": eligibility.verdict(self.answers),
            "window": window_state(self.round, self.at),
            "rows": [(question, question.words_for(answer), address) for question, answer, address in rows],
            "next": urlencode({"next": start}),
            "back_url": self._address(eligibility.QUESTIONS[-1]),
        }
        return render(self.request, "selection/provider/eligibility_result.html", context)

    def _back(self, question: EligibilityQuestion) -> str:
        before = [name for name in eligibility.QUESTIONS[: question.number - 1] if name in self.answers]
        return self._address(before[-1]) if before else reverse("round-detail", args=[self.round.slug])

    def _address(self, name: str) -> str:
        """This page with one answer taken out, so that its question is asked again and the others are kept."""
        kept = {key: answer for key, answer in self.answers.items() if key != name}
        return f"{self.request.path}?{urlencode(kept)}"


class StartApplication(RoundPage):
    """Open the draft of an organisation; somebody without one makes it first and comes back."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def organisations(self) -> list[Organisation]:
        places = organisation_places(self.user)
        return [each for each in own_organisations(self.user) if places[each.pk] in WRITERS]

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        if not organisation_places(self.user):
            return redirect(f"{reverse('organisation-create')}?{urlencode({'next': request.path})}")
        begun = self._begun()
        if len(self.organisations) == 1 and begun:
            return redirect(next_page(begun[0]))
        return self.show(ChooseOrganisation(organisations=self.organisations))

    def post(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        data = request.POST.copy()
        if len(self.organisations) == 1:
            data["organisation"] = str(self.organisations[0].pk)
        form = ChooseOrganisation(data, organisations=self.organisations)
        if not form.is_valid():
            return self.show(form, status=422)
        organisation = form.cleaned_data["organisation"]
        try:
            application = start_application(self.round, organisation=organisation, by=self.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        return redirect(next_page(application))

    def show(self, form: ChooseOrganisation, status: int = 200) -> HttpResponse:
        context = {
            "round": self.round,
            "form": form,
            "organisations": self.organisations,
            "window": window_state(self.round, self.at),
            "back_url": reverse("round-detail", args=[self.round.slug]),
        }
        return render(self.request, "selection/provider/start.html", context, status=status)

    def _begun(self) -> list[Application]:
        return list(own_applications(self.user).filter(round=self.round))


def next_page(application: Application) -> str:
    """Where one goes on: to the tasks of a draft, to the status of anything else."""
    name = "response-task-list" if told_stage(application.case) is Told.DRAFT else "application-status"
    return reverse(name, args=[application.pk])


class OwnApplication(LookingPage):
    """A page of an application of the person's own organisation."""

    access = frozenset({PROVIDER})

    @cached_property
    def application(self) -> Application:
        found = own_application(self.user, self.kwargs["application_id"])
        if found is None:
            raise Http404
        return found

    @property
    def status_url(self) -> str:
        return reverse("application-status", args=[self.application.pk])


class SendOwnApplication(OwnApplication):
    """Look once more, then send. A second click sends nothing new (C10)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.application.submitted_at:
            return redirect(self.status_url)
        refusal = APPLICATION.refusal("submit", self.application, self.user)
        return self.cannot_send(refusal) if refusal else self.show(SendApplication())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SendApplication(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        application: Any = self.application
        try:
            submit_application(application, key=form.cleaned_data["key"], by=self.user, at=application.read_at)
        except Refused as refused:
            return self.cannot_send(refused.sentence, status=409)
        return redirect("application-sent", application_id=self.application.pk)

    def show(self, form: SendApplication, status: int = 200) -> HttpResponse:
        response = response_of(self.application.case)
        context = {
            "application": self.application,
            "round": self.application.round,
            "form": form,
            "completeness": completeness(response) if response else None,
            "back_url": reverse("response-check-answers", args=[self.application.pk]),
        }
        return render(self.request, "selection/provider/send.html", context, status=status)

    def cannot_send(self, sentence: str, status: int = 200) -> HttpResponse:
        application = own_applications(self.user).get(pk=self.application.pk)
        context = {
            "application": application,
            "round": application.round,
            "sentence": sentence,
            "has_closed": self.at >= application.round.closes_at,
            "is_sent": application.submitted_at is not None,
            "tried_at": self.at,
        }
        return render(self.request, "selection/provider/not_sent.html", context, status=status)


class WithdrawOwnApplication(OwnApplication):
    """Say what it means, ask why, and withdraw."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refusal = withdrawal_refusal(self.application, self.user)
        if refusal:
            raise Refused(refusal)
        return self.show(WithdrawApplication())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = WithdrawApplication(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        refusal = withdrawal_refusal(self.application, self.user)
        if refusal:
            raise Refused(refusal)
        withdraw_application(self.application, reason=form.cleaned_data["reason"], by=self.user, at=self.at)
        messages.success(request, "Your application is withdrawn.")
        return redirect(self.status_url)

    def show(self, form: WithdrawApplication, status: int = 200) -> HttpResponse:
        application = self.application
        context = {
            "application": application,
            "form": form,
            "told": told_stage(application.case),
            "back_url": self.status_url,
        }
        return render(self.request, "selection/provider/withdraw.html", context, status=status)


def withdrawal_refusal(application: Application, user: Any) -> str | None:
    """The sentence that stops a withdrawal; one about the stage would name a stage only the panel knows."""
    refusal = APPLICATION.refusal("withdraw", application, user)
    if refusal is None or refusal.about != "when":
        return refusal
    return "This application cannot be withdrawn any more."
