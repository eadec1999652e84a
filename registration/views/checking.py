"""Pages of registration inspectors and managers up to the assessment: file, check, return, accept."""

from functools import cached_property
from typing import Any, ClassVar, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.queries import events_read
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import Door
from sandbox_portal.people.queries import roles_of
from sandbox_portal.questions.engine import Question
from sandbox_portal.questions.queries import document_of, read_response, response_of
from sandbox_portal.questions.showing import sections_by_case, shown_sections

from ..actions.validation import (
    accept_as_valid,
    allocate,
    list_shortcoming,
    return_incomplete,
    start_validation,
    unlist_shortcoming,
)
from ..choices import ManagerStage, RegistrationStage
from ..forms.applications import OneButton
from ..forms.checking import ChooseInspector, ListShortcoming, ReturnApplication
from ..models import Attempt, ManagerApplication, RegistrationApplication, Shortcoming
from ..queries.applications import (
    REGISTRATION_TEAM,
    SEES_SENT,
    attempts_of,
    manager_applications_visible_to,
    managers_named_for,
    may_read_part,
    registrations_visible_to,
    shortcomings_visible_to,
)
from ..queries.shortcomings import Line, changed_since_return, lines_of
from ..queries.told import milestones, typed_in_words, waits_for_confirming
from ..queries.workload import inspectors_and_load
from ..workflow import MANAGER, REGISTRATION

PAGES = {
    "start_validation": "registration-start-check",
    "return_incomplete": "registration-return",
    "accept_as_valid": "registration-accept",
    "allocate": "registration-allocate",
    "allocate_again": "registration-allocate",
}


class LookAtRegistration(LookingPage):
    """A page of one application for staff: only of applications the person sees, never of their own organisation."""

    access = REGISTRATION_TEAM
    address_name: ClassVar[str] = "registration-file"

    @cached_property
    def application(self) -> RegistrationApplication:
        return get_object_or_404(registrations_visible_to(self.user), pk=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse(self.address_name, args=[self.application.pk])

    @cached_property
    def attempt(self) -> Attempt:
        found = next((each for each in attempts_of(self.application) if each.number == self.application.attempt), None)
        if found is None:
            raise Http404
        return cast(Attempt, found)

    def listed(self) -> list[Line]:
        return lines_of(self.attempt, shortcomings_visible_to(self.user).filter(attempt=self.attempt))


class RegistrationPage(LookAtRegistration, ActionPage):
    """One thing that is done with an application."""

    step: ClassVar[str] = ""

    def next_url(self, done: Any) -> str:
        return reverse("registration-file", args=[self.application.pk])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refusal = REGISTRATION.refusal(self.step, self.application, self.user) if self.step else None
        if refusal:
            raise Refused(refusal)
        return super().get(request, **kwargs)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "application": self.application, "back_url": self.back_url, **self.facts()}
        return render(self.request, self.template, context, status=status)


class RegistrationFile(LookingPage):
    """Everything of one application, and what can be done with it now."""

    access = SEES_SENT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        application = get_object_or_404(registrations_visible_to(user), pk=kwargs["case_id"])
        offers = [offer for offer in REGISTRATION.offers(application, user) if offer.step.name in PAGES]
        managers = managers_named_for(user).filter(application=application)
        happened = {event.verb: event.at for event in events_read(application.case)}
        context = {
            "application": application,
            "case": application.case,
            "stage": REGISTRATION.stage(application.case.stage),
            "buttons": [
                (offer.step.label, reverse(PAGES[offer.step.name], args=[application.pk]), offer.refusal)
                for offer in offers
            ],
            "managers": [(each, MANAGER.stage(each.case.stage), may_read_part(user, each)) for each in managers],
            "attempts": attempts_of(application),
            "typed_in": typed_in_words(application),
            "waits_for_confirming": waits_for_confirming(application),
            "may_type": application.typed_in_by_id == user.pk and application.case.stage == RegistrationStage.DRAFT,
            "is_checked": application.case.stage == RegistrationStage.VALIDATING,
            "may_check": bool(REGISTRATION_TEAM & roles_of(user)),
            "milestones": milestones(application, happened) if application.sent_at else [],
        }
        return render(request, "registration/officer/file.html", context)


class ReadManagerPart(Door):
    """What one manager wrote, for staff, once it was sent with the application."""

    access = SEES_SENT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        manager = get_object_or_404(manager_applications_visible_to(user), pk=kwargs["manager_id"])
        response = response_of(manager.case)
        if response is None or not may_read_part(user, manager):
            raise Http404
        page = "registration-file" if manager.application_id else "change-detail"
        context = {
            "manager": manager,
            "reference": manager.goes_with.reference,
            "sections": shown_sections(read_response(response)),
            "back_url": reverse(page, args=[manager.goes_with.pk]),
        }
        return render(request, "registration/officer/manager.html", context)


class StartCheck(RegistrationPage):
    step, done = "start_validation", "You check this application now."

    def form(self, data: Any = None) -> PageForm:
        title = f"Begin to check {self.application}"
        hint = "You take this application. Look whether anything is missing or wrong; the assessment comes later."
        return OneButton(data, title=title, button="Begin", hint=hint)

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return start_validation(self.application, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("registration-check", args=[self.application.pk])


class CheckRegistration(LookAtRegistration):
    """Every answer, with what is listed as missing and what was changed since the application came back (V-30)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = self.application
        parts = manager_applications_visible_to(self.user).filter(application=application, taken_out_at=None)
        managers = list(parts.filter(case__stage=ManagerStage.SENT))
        sections = sections_by_case([application.case, *(each.case for each in managers)])
        if application.pk not in sections or application.sent_at is None:
            raise Http404
        lines = self.listed()
        changes = changed_since_return(application)
        context = {
            "application": application,
            "back_url": self.back_url,
            "sections": sections[application.pk],
            "managers": [(each, sections.get(each.pk, ())) for each in managers],
            "lines": lines,
            "listed": {line.shortcoming.question_key for line in lines if not line.shortcoming.manager_id},
            "changes": changes,
            "changed": {change.key for change in changes},
            "may_list": application.case.stage == RegistrationStage.VALIDATING,
            "offers": {offer.step.name: offer.refusal or "" for offer in REGISTRATION.offers(application, self.user)},
        }
        return render(request, "registration/officer/check.html", context)


class ListOneShortcoming(RegistrationPage):
    """Say what is missing in one answer, of the organisation or of a manager."""

    address_name = "registration-check"
    done = "It is on the list."

    @cached_property
    def manager(self) -> ManagerApplication | None:
        wanted = self.kwargs.get("manager_id")
        managers = manager_applications_visible_to(self.user).filter(application=self.application)
        return get_object_or_404(managers, pk=wanted) if wanted else None

    @cached_property
    def question(self) -> Question:
        response = response_of((self.manager or self.application).case)
        questions = document_of(response.question_set).questions if response else {}
        if self.kwargs["question"] not in questions:
            raise Http404
        return questions[self.kwargs["question"]]

    def form(self, data: Any = None) -> PageForm:
        there = shortcomings_visible_to(self.user).filter(
            attempt=self.attempt, manager=self.manager, question_key=self.question.key
        )
        line = there.first()
        initial = {"reason": line.reason, "words": line.words} if line else None
        name = self.question.public_name or self.question.label
        return ListShortcoming(data, question=name, initial=initial)

    def act(self, values: dict[str, Any]) -> Shortcoming:
        said = {"reason": values["reason"], "words": values["words"], "manager": self.manager}
        return list_shortcoming(self.application, question_key=self.question.key, **said, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return self.back_url


class UnlistShortcoming(RegistrationPage):
    """Take one line off the list."""

    done = "It is off the list."
    address_name = "registration-check"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.back_url)

    def form(self, data: Any = None) -> PageForm:
        return OneButton(data, title="Take it off the list", button="Take it off the list")

    def act(self, values: dict[str, Any]) -> None:
        lines = shortcomings_visible_to(self.user).filter(attempt__application=self.application)
        line = get_object_or_404(lines, pk=self.kwargs["shortcoming_id"])
        unlist_shortcoming(line, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return self.back_url


class ReturnRegistration(RegistrationPage):
    step, done = "return_incomplete", "The application is returned, and the letter is on its way."
    template = "registration/officer/return.html"
    address_name = "registration-check"

    def form(self, data: Any = None) -> PageForm:
        return ReturnApplication(data)

    def facts(self) -> dict[str, Any]:
        return {"lines": self.listed()}

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return return_incomplete(self.application, note=values["note"], by=self.user, at=self.at)


class AcceptRegistration(RegistrationPage):
    step, done = "accept_as_valid", "The application is accepted, and the letter is on its way."
    address_name = "registration-check"

    def form(self, data: Any = None) -> PageForm:
        hint = "You say that nothing is missing. The ten weeks of the assessment begin today. We tell the applicant."
        return OneButton(data, title=f"Accept {self.application} for assessment", button="Accept", hint=hint)

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return accept_as_valid(self.application, by=self.user, at=self.at)


class AllocateRegistration(RegistrationPage):
    done = "The inspector has the application now."

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refusals = [REGISTRATION.refusal(step, self.application, self.user) for step in ("allocate", "allocate_again")]
        if all(refusals):
            raise Refused(refusals[0] or "")
        return super().get(request, **kwargs)

    def form(self, data: Any = None) -> PageForm:
        return ChooseInspector(data, inspectors=inspectors_and_load(self.application, self.user))

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return allocate(self.application, inspector=values["inspector"], by=self.user, at=self.at)
