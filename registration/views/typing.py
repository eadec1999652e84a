"""Type in what came by post or phone: begin, go on, hand in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.models import Assistance
from sandbox_portal.casework.typing_middleware import KEY
from sandbox_portal.govuk.forms import PageForm

from ..actions.applications import send_registration
from ..actions.on_behalf import go_on_typing, type_in
from ..forms.applications import OneButton, SendRegistration
from ..forms.checking import TypeIn
from ..models import RegistrationApplication
from ..queries.applications import REGISTRATION_TEAM, managers_named_for
from ..queries.told import typed_in_words
from .checking import RegistrationPage


class TypeInRegistration(ActionPage):
    """Say whose it is and how it came; an organisation without an account is set up on the way."""

    access = REGISTRATION_TEAM

    def form(self, data: Any = None) -> TypeIn:
        return TypeIn(data)

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        return type_in(**values, by=self.user, at=self.at)

    def next_url(self, done: RegistrationApplication) -> str:
        return reverse("registration-file", args=[done.pk])


class GoOnTyping(RegistrationPage):
    """Write in the draft for the next two hours, as for anybody one types for."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.back_url)

    def form(self, data: Any = None) -> PageForm:
        return OneButton(data, title="Go on typing", button="Go on typing")

    def act(self, values: dict[str, Any]) -> Assistance:
        return go_on_typing(self.application, by=self.user, at=self.at)

    def next_url(self, done: Assistance) -> str:
        self.request.session[KEY] = str(done.pk)
        return reverse("response-task-list", args=[self.application.pk])


class HandInRegistration(RegistrationPage):
    """Hand in what was typed for the organisation; it confirms it before it is accepted."""

    step, done = "send", "The application is handed in. We have asked the organisation to confirm it."
    template = "registration/officer/hand_in.html"

    def form(self, data: Any = None) -> PageForm:
        return SendRegistration(data)

    def act(self, values: dict[str, Any]) -> RegistrationApplication:
        sent: RegistrationApplication = send_registration(self.application, key=values["key"], by=self.user, at=self.at)
        return sent

    def facts(self) -> dict[str, Any]:
        managers = managers_named_for(self.user).filter(application=self.application)
        return {"typed_in": typed_in_words(self.application), "managers": managers}
