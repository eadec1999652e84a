"""The managers of an application, and the own page of each manager."""

from abc import abstractmethod
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import PROVIDER, SIGNED_IN
from sandbox_portal.questions.queries import completeness, response_of

from ..actions.managers import (
    ask_manager,
    begin_manager_part,
    change_manager_part,
    declare_manager_part,
    take_out_manager,
)
from ..choices import ManagerStage, RegistrationStage
from ..forms.applications import AskManager, OneButton, TakeOutManager
from ..models import ManagerApplication
from ..permissions import is_the_manager, may_write_application, was_asked
from ..queries.applications import attempts_visible_to, manager_applications_visible_to, managers_named_for
from ..queries.shortcomings import lines_of_manager
from ..workflow import MANAGER
from .applying import OwnRegistration


class NamingManager(ActionPage):
    """Ask somebody to be the manager; whoever names themself goes on to their own part."""

    @property
    @abstractmethod
    def managers_url(self) -> str:
        """The page that says who is named and how far they are."""

    @abstractmethod
    def ask(self, values: dict[str, Any]) -> ManagerApplication:
        """Write to the person; gives their part."""

    def form(self, data: Any = None) -> AskManager:
        return AskManager(data)

    def act(self, values: dict[str, Any]) -> ManagerApplication:
        manager = self.ask(values)
        if was_asked.test(self.user, manager):
            return begin_manager_part(manager, by=self.user, at=self.at)
        messages.success(self.request, f"We have written to {manager.name}.")
        return manager

    def next_url(self, done: ManagerApplication) -> str:
        if is_the_manager.test(self.user, done):
            return reverse("manager-part", args=[done.pk])
        return self.managers_url


class ManagersOfApplication(NamingManager, OwnRegistration):
    """Who is named, how far each is, and a form to ask another."""

    template = "registration/provider/managers.html"

    @property
    def managers_url(self) -> str:
        return reverse("registration-managers", args=[self.application.pk])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def ask(self, values: dict[str, Any]) -> ManagerApplication:
        return ask_manager(self.application, **values, by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        named = managers_named_for(self.user).filter(application=self.application)
        is_draft = self.application.case.stage == RegistrationStage.DRAFT
        own = {"name": self.user.name, "email": self.user.email}
        return {
            "managers": [
                (each, MANAGER.stage(each.case.stage), is_the_manager.test(self.user, each)) for each in named
            ],
            "may_ask": is_draft and may_write_application.test(self.user, self.application),
            "own": own if all(each.email != self.user.email.lower() for each in named) else None,
        }


class TakeOutNamedManager(ActionPage):
    """The organisation takes a manager out of its application."""

    access = frozenset({PROVIDER})
    done = "The manager is taken out of the application."

    @cached_property
    def manager(self) -> ManagerApplication:
        return get_object_or_404(managers_named_for(self.user), pk=self.kwargs["manager_id"])

    @property
    def back_url(self) -> str:
        return reverse("registration-managers", args=[self.manager.application_id])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refusal = MANAGER.refusal("take_out", self.manager, self.user)
        if refusal:
            raise Refused(refusal)
        return super().get(request, **kwargs)

    def form(self, data: Any = None) -> TakeOutManager:
        form = TakeOutManager(data)
        form.title = f"Take {self.manager.name} out of the application"
        return form

    def act(self, values: dict[str, Any]) -> ManagerApplication:
        return take_out_manager(self.manager, reason=values["reason"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return self.back_url


class LookAtPart(LookingPage):
    """A page of the part of a registered manager, for that person; staff read it once it is sent."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def manager(self) -> ManagerApplication:
        return get_object_or_404(manager_applications_visible_to(self.user), pk=self.kwargs["manager_id"])


class OwnManagerPart(LookAtPart, ActionPage):
    """One thing that is done with the part: a step of its table, where it has one."""

    step: ClassVar[str] = ""

    @property
    def back_url(self) -> str:
        return reverse("manager-part", args=[self.manager.pk])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refusal = MANAGER.refusal(self.step, self.manager, self.user) if self.step else None
        if refusal:
            raise Refused(refusal)
        return super().get(request, **kwargs)

    def next_url(self, done: Any) -> str:
        return self.back_url


class ManagerPart(LookAtPart):
    """What it is about, how far it is, and the one thing to do next."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        manager = self.manager
        response = response_of(manager.case)
        offers = {offer.step.name for offer in MANAGER.offers(manager, self.user) if offer.refusal is None}
        returned = attempts_visible_to(self.user).filter(application=manager.application_id, returned_at__isnull=False)
        is_mine = is_the_manager.test(self.user, manager)
        context = {
            "manager": manager,
            "case": manager.case,
            "stage": MANAGER.stage(manager.case.stage),
            "completeness": completeness(response) if response and is_mine else None,
            "offers": offers,
            "is_mine": is_mine,
            "was_asked": was_asked.test(self.user, manager),
            "is_draft": manager.case.stage == ManagerStage.DRAFT,
            "lines": lines_of_manager(returned.last(), manager) if is_mine else [],
        }
        return render(request, "registration/manager/part.html", context)


class BeginManagerPart(OwnManagerPart):
    """“That is me.”"""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.back_url)

    def form(self, data: Any = None) -> PageForm:
        return OneButton(data, title="Begin", button="Begin")

    def act(self, values: dict[str, Any]) -> ManagerApplication:
        return begin_manager_part(self.manager, by=self.user, at=self.at)

    def next_url(self, done: ManagerApplication) -> str:
        return reverse("response-task-list", args=[done.pk])


class DeclareManagerPart(OwnManagerPart):
    """Look once more, and declare."""

    step = "declare"
    template = "registration/manager/declare.html"

    @property
    def done(self) -> str:  # type: ignore[override]
        whole = self.manager.goes_with_words
        return f"You have declared your part. It goes along when your organisation sends its {whole}."

    def form(self, data: Any = None) -> PageForm:
        return OneButton(data, title=f"Declare your part of the {self.manager.goes_with_words}", button="Declare")

    def act(self, values: dict[str, Any]) -> ManagerApplication:
        return declare_manager_part(self.manager, by=self.user, at=self.at)


class ChangeManagerPart(OwnManagerPart):
    """Write in declared answers again, before they are sent."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.back_url)

    def form(self, data: Any = None) -> PageForm:
        return OneButton(data, title="Change my answers", button="Change my answers")

    def act(self, values: dict[str, Any]) -> ManagerApplication:
        return change_manager_part(self.manager, by=self.user, at=self.at)

    def next_url(self, done: ManagerApplication) -> str:
        return reverse("response-task-list", args=[done.pk])


class LeaveManagerPart(OwnManagerPart):
    """“It is not me”, or “I do not want to be the manager any more”."""

    step = "take_out"
    done = "You are not the manager any more. We have told the organisation."

    def form(self, data: Any = None) -> TakeOutManager:
        form = TakeOutManager(data)
        form.title, form.button = "Say that you are not the manager", "I am not the manager"
        return form

    def act(self, values: dict[str, Any]) -> ManagerApplication:
        return take_out_manager(self.manager, reason=values["reason"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return "/"
