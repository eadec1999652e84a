"""Pages of the inspector: the assessment of one application, and each thing that is written down in it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.asked_at_once import asked_at_once
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role

from ..actions import assessing
from ..actions.information import return_for_no_contact
from ..choices import KeyQuestion
from ..forms.applications import OneButton
from ..forms.assessment import Say, WriteFitness, WriteInterview, WriteKeyQuestionRecord, WriteReadiness
from ..models import ManagerApplication, RegistrationApplication
from ..permissions import is_its_inspector
from ..queries.applications import managers_of
from ..queries.assessment import (
    READS_ASSESSMENTS,
    assessed_applications_of,
    assessments_visible_to,
    fitness_views_visible_to,
    readiness_views_visible_to,
)
from ..queries.assessment_home import assessment_asked, assessment_parts, beside_key_question
from ..workflow import REGISTRATION
from ..writing import WRITING

INSPECTORS = frozenset({Role.REGISTRATION_INSPECTOR})
PAGES = {
    "begin_assessment": "registration-assessment-begin",
    "ask_for_information": "response-ask-again",
    "go_on_without": "response-ask-again",
    "return_for_no_contact": "registration-no-contact",
    "recommend": "registration-recommend",
    "send_back_to_inspector": "registration-recommendation-back",
    "grant": "registration-grant",
    "propose_refusal": "registration-propose",
    "propose_conditions": "registration-propose",
    "accept_late_representations": "registration-accept-late",
    "withdraw_proposal": "registration-proposal-withdraw",
    "decide_refusal": "registration-decide",
    "decide_conditions": "registration-decide",
    "register_with_conditions": "registration-register",
    "record_appeal": "registration-appeal",
    "register_after_appeal": "registration-appeal-end",
    "record_appeal_of_conditions": "registration-conditions-appeal",
    "end_appeal_of_conditions": "registration-conditions-appeal-end",
    "refuse": "registration-close-refused",
}
LABELS = {
    "registration-propose": "Serve a notice of proposal",
    "registration-decide": "Serve a notice of decision",
    "registration-appeal-end": "Say what came of the appeal",
}


class AssessmentHome(LookingPage):
    """Everything about the assessment of one application on one page, with what can be done next."""

    access = READS_ASSESSMENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = get_object_or_404(assessed_applications_of(request.user), pk=kwargs["case_id"])
        with asked_at_once(assessment_asked(application, request.user)):
            context = self.facts(application)
        return render(request, "registration/officer/assessment.html", context)

    def facts(self, application: RegistrationApplication) -> dict[str, Any]:
        return {
            "application": application,
            "case": application.case,
            "stage": REGISTRATION.stage(application.case.stage),
            "offers": list(_offers(application, self.user)),
            "may_write": _may_write(application, self.user),
            "back_url": reverse("registration-file", args=[application.pk]),
            **assessment_parts(application, self.user, at=self.at),
        }


def _offers(application: RegistrationApplication, user: Any) -> Iterator[tuple[str, str, str]]:
    """What this person can do here now: the words, the page, and the sentence that stops it for now."""
    seen = set()
    for offer in REGISTRATION.offers(application, user):
        page = PAGES.get(offer.step.name)
        if offer.refusal and application.case.closed_at:
            continue  # what is over is not said again of every service that was registered
        if page and page not in seen:
            seen.add(page)
            yield LABELS.get(page, offer.step.label), reverse(page, args=[application.pk]), str(offer.refusal or "")


def _may_write(application: RegistrationApplication, user: Any) -> bool:
    return application.case.stage in WRITING and is_its_inspector.test(user, application)


class AssessmentAction(ActionPage):
    """One form about one application whose assessment the person reads."""

    access = INSPECTORS
    step = ""

    @cached_property
    def application(self) -> RegistrationApplication:
        found = get_object_or_404(assessed_applications_of(self.user), pk=self.kwargs["case_id"])
        if self.step and not REGISTRATION.step(self.step).who.test(self.user, found):
            raise Http404
        return found

    @property
    def back_url(self) -> str:
        return reverse("registration-assessment", args=[self.application.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class BeginAssessment(AssessmentAction):
    step, done = "begin_assessment", "The assessment has begun."

    def form(self, data: Any = None) -> PageForm:
        hint = "From now on you can write down what you find, ask for information and plan a visit."
        return OneButton(data, title=f"Begin the assessment of {self.application}", button="Begin", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return assessing.begin_assessment(self.application, by=self.user, at=self.at)


class WriteKeyQuestion(AssessmentAction):
    """The record of one key question, beside what the applicant answered and what may be asked."""

    template = "registration/officer/key_question.html"
    done = "Your record is saved."

    @cached_property
    def key(self) -> KeyQuestion:
        if self.kwargs["key_question"] not in KeyQuestion.values:
            raise Http404
        return KeyQuestion(self.kwargs["key_question"])

    def form(self, data: Any = None) -> PageForm:
        there = assessments_visible_to(self.user).filter(application=self.application, key_question=self.key).first()
        names = ("evidence", "questions", "view", "reasons")
        initial = {name: getattr(there, name) for name in names} if there else {}
        return WriteKeyQuestionRecord(data, title=str(self.key.label), initial=initial)

    def act(self, values: dict[str, Any]) -> object:
        content = assessing.KeyQuestionRecord(**values)
        return assessing.write_assessment(
            self.application, key_question=self.key, content=content, by=self.user, at=self.at
        )

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        beside = beside_key_question(self.application, self.key)
        context = {"form": form, "back_url": self.back_url, "application": self.application, **beside}
        return render(self.request, self.template, context, status=status)


class WriteInterviewPage(AssessmentAction):
    done = "The interview is saved."

    def form(self, data: Any = None) -> PageForm:
        return WriteInterview(data, managers=managers_of(self.application))

    def act(self, values: dict[str, Any]) -> object:
        managers = values.pop("managers")
        interview = assessing.Interview(**values)
        return assessing.write_interview(
            self.application, managers=managers, interview=interview, by=self.user, at=self.at
        )


class WriteFitnessPage(AssessmentAction):
    done = "Your view is saved."

    @cached_property
    def manager(self) -> ManagerApplication:
        for each in managers_of(self.application):
            if each.pk == self.kwargs["manager_id"]:
                each.application = self.application
                return each
        raise Http404

    def form(self, data: Any = None) -> PageForm:
        there = fitness_views_visible_to(self.user).filter(manager=self.manager.pk).first()
        initial = {"view": there.view, "reasons": there.reasons} if there else {}
        return WriteFitness(data, name=self.manager.name, initial=initial)

    def act(self, values: dict[str, Any]) -> object:
        return assessing.write_fitness(self.manager, **values, by=self.user, at=self.at)


class WriteReadinessPage(AssessmentAction):
    done = "Your view is saved."

    def form(self, data: Any = None) -> PageForm:
        there = readiness_views_visible_to(self.user).filter(application=self.application).first()
        initial = {"view": there.view, "reasons": there.reasons} if there else {}
        return WriteReadiness(data, initial=initial)

    def act(self, values: dict[str, Any]) -> object:
        return assessing.write_readiness(self.application, **values, by=self.user, at=self.at)


class ReturnForNoContact(AssessmentAction):
    step, done = "return_for_no_contact", "The application has gone back. We have written to the organisation."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="Return the application, because nobody answers",
            label="What should the organisation know?",
            missing="Say what the organisation should know",
            button="Return it",
            hint="This is no refusal. The organisation can mend the application and send it again.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return return_for_no_contact(self.application, note=values["because"], by=self.user, at=self.at)
