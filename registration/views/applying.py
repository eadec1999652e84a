"""Pages of an organisation that applies to register: start, status, send, withdraw, mend, confirm."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.queries import events_read
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.queries import letter_of
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import PROVIDER, SIGNED_IN, Door
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import organisation_places
from sandbox_portal.questions.queries import completeness, response_of

from ..actions.applications import (
    confirm_registration,
    reopen_registration,
    send_registration,
    start_registration,
    withdraw_registration,
)
from ..actions.letters import COPY
from ..choices import RegistrationStage
from ..forms.applications import ChooseApplicant, OneButton, SendRegistration, WithdrawRegistration
from ..models import RegistrationApplication
from ..queries.applications import attempts_of, managers_named_for, own_registrations, shortcomings_visible_to
from ..queries.scope import newest_scope_run, outcomes_in_words, saving_organisations
from ..queries.shortcomings import lines_of
from ..queries.told import milestones, next_move, told_colour, told_stage, typed_in_words, waits_for_confirming
from ..workflow import REGISTRATION


class StartRegistration(Door):
    """Begin to apply. Somebody without an organisation makes it first and comes back."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def organisations(self) -> list[Organisation]:
        return saving_organisations(self.request.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not organisation_places(request.user):  # type: ignore[arg-type]
            return redirect(f"{reverse('organisation-create')}?{urlencode({'next': request.path})}")
        return self.show(ChooseApplicant(organisations=self.organisations))

    def post(self, request: HttpRequest) -> HttpResponse:
        data = request.POST.copy()
        if len(self.organisations) == 1:
            data["organisation"] = str(self.organisations[0].pk)
        form = ChooseApplicant(data, organisations=self.organisations)
        if not form.is_valid():
            return self.show(form, status=422)
        user: Any = request.user
        try:
            application = start_registration(form.cleaned_data["organisation"], by=user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        return redirect(next_page(application))

    def show(self, form: ChooseApplicant, status: int = 200) -> HttpResponse:
        runs = [(each, newest_scope_run(each)) for each in self.organisations[:5]]
        words = outcomes_in_words([run for _organisation, run in runs if run])
        context = {
            "form": form,
            "organisations": self.organisations,
            "results": [(each, run, words[run.pk] if run else []) for each, run in runs],
            "back_url": "/",
        }
        return render(self.request, "registration/provider/start.html", context, status=status)


def next_page(application: RegistrationApplication) -> str:
    """Where one goes on: to the tasks of a draft, to the status of anything else."""
    is_draft = application.case.stage == RegistrationStage.DRAFT
    return reverse("response-task-list" if is_draft else "registration-status", args=[application.pk])


class LookAtOwn(LookingPage):
    """A page of an application of the person's own organisation, to look at."""

    access = frozenset({PROVIDER})

    @cached_property
    def application(self) -> RegistrationApplication:
        return get_object_or_404(own_registrations(self.user), pk=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse("registration-status", args=[self.application.pk])


class OwnRegistration(LookAtOwn, ActionPage):
    """One thing that is done with an application of the person's own organisation."""

    step: ClassVar[str] = ""

    def next_url(self, done: Any) -> str:
        return self.back_url

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refusal = REGISTRATION.refusal(self.step, self.application, self.user)
        if refusal:
            raise Refused(refusal)
        return super().get(request, **kwargs)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "application": self.application, "back_url": self.back_url, **self.facts()}
        return render(self.request, self.template, context, status=status)


class RegistrationStatus(LookAtOwn):
    """Stage in plain words, who has it, usual time, next date, every step with its days (R10, R-279)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = self.application
        case = application.case
        happened = {event.verb: event.at for event in events_read(case)}
        offers = {offer.step.name for offer in REGISTRATION.offers(application, self.user) if not offer.refusal}
        attempts = attempts_of(application)
        returned = [each for each in attempts if each.returned_at]
        listed = shortcomings_visible_to(self.user).filter(attempt=returned[-1]) if returned else []
        is_mending = case.stage in {RegistrationStage.RETURNED_INCOMPLETE, RegistrationStage.DRAFT}
        context = {
            "application": application,
            "case": case,
            "stage": told_stage(case),
            "colour": told_colour(case),
            "move": next_move(application, case.due_at),
            "milestones": milestones(application, happened),
            "managers": managers_named_for(self.user).filter(application=application),
            "lines": lines_of(returned[-1], listed) if returned and is_mending else [],
            "returned": returned[-1] if returned else None,
            "attempts": attempts,
            "typed_in": typed_in_words(application),
            "waits_for_confirming": waits_for_confirming(application),
            "offers": offers,
            "is_draft": case.stage == RegistrationStage.DRAFT,
            "is_asked": case.stage == RegistrationStage.AWAITING_APPLICANT,
        }
        return render(request, "registration/provider/status.html", context)


class SendOwnRegistration(OwnRegistration):
    """Look once more, then send. A second click sends nothing new (C10)."""

    template = "registration/provider/send.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.application.case.stage == RegistrationStage.SUBMITTED:
            return redirect("registration-sent", case_id=self.application.pk)
        refusal = REGISTRATION.refusal("send", self.application, self.user)
        return self.cannot_send(refusal) if refusal else self.show(self.form())

    def form(self, data: Any = None) -> SendRegistration:
        return SendRegistration(data)

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return send_registration(self.application, key=values["key"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("registration-sent", args=[self.application.pk])

    def refused(self, form: PageForm, sentence: str) -> HttpResponse:
        return self.cannot_send(sentence, status=409)

    def facts(self) -> dict[str, Any]:
        response = response_of(self.application.case)
        managers = managers_named_for(self.user).filter(application=self.application)
        return {"completeness": completeness(response) if response else None, "managers": managers}

    def cannot_send(self, sentence: str, status: int = 200) -> HttpResponse:
        application = own_registrations(self.user).get(pk=self.application.pk)
        context = {
            "application": application,
            "sentence": sentence,
            "is_draft": application.case.stage == RegistrationStage.DRAFT,
            "managers": managers_named_for(self.user).filter(application=application),
            "tried_at": self.at,
            "back_url": self.back_url,
        }
        return render(self.request, "registration/provider/not_sent.html", context, status=status)


class RegistrationSent(LookAtOwn):
    """The confirmation: the reference, what happens next, and the receipt while it is being made."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = self.application
        if application.sent_at is None:
            raise Http404
        papers = (letter_of(application.case, "L-17"), letter_of(application.case, COPY))
        done = sum(each is not None for each in papers)
        text = f"{done} of {len(papers)} documents made"
        if request.headers.get("X-Fragment") == "1":
            facts = {"done": done, "total": len(papers), "text": text, "has_ended": done == len(papers)}
            return JsonResponse(facts, headers={"Cache-Control": "no-store"})
        context = {
            "application": application,
            "letter": papers[0],
            "copy": papers[1],
            "done": done,
            "total": len(papers),
            "text": text,
            "is_complete": done == len(papers),
            "milestones": milestones(application, {}),
        }
        return render(request, "registration/provider/sent.html", context)


class WithdrawOwnRegistration(OwnRegistration):
    """Say what it means, ask why, and withdraw."""

    step, done = "withdraw", "Your application is withdrawn."
    template = "registration/provider/withdraw.html"

    def form(self, data: Any = None) -> WithdrawRegistration:
        return WithdrawRegistration(data)

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return withdraw_registration(self.application, reason=values["reason"], by=self.user, at=self.at)


class ReopenOwnRegistration(OwnRegistration):
    """Open what came back, with every answer in its place."""

    step = "reopen"
    done = "Your application is open again. All your answers are there."
    template = "registration/provider/reopen.html"

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title="Mend your application and send it again", button="Open it again")

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return reopen_registration(self.application, by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        attempt = next(iter(attempts_of(self.application)[-1:]), None)
        listed = shortcomings_visible_to(self.user).filter(attempt=attempt)
        return {"lines": lines_of(attempt, listed) if attempt else []}


class ConfirmOwnRegistration(OwnRegistration):
    """Stand by what a member of staff typed in for the organisation."""

    step, done = "confirm", "Thank you. We go on with your application."
    template = "registration/provider/confirm.html"

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title="Is what we typed in right?", button="Yes, it is right and it is ours")

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return confirm_registration(self.application, by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        return {"typed_in": typed_in_words(self.application)}
