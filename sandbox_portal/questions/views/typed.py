"""What an organisation says of answers that were typed for it: see it, and ask."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.models import Assistance
from sandbox_portal.casework.queries.assistance import SEES_ALL, TYPISTS, assistances_visible_to

from ..actions.typed import ask_to_confirm
from ..forms_typed import AskToConfirm
from ..models import TypedCheck
from ..typed import checks_shown


class OneAssistance(LookingPage):
    """A page about one time of typing that this person may see."""

    @cached_property
    def assistance(self) -> Assistance:
        return get_object_or_404(assistances_visible_to(self.user), pk=self.kwargs["assistance_id"])

    @property
    def back_url(self) -> str:
        return reverse("typing-page", args=[self.assistance.pk])


class TypedConfirmed(OneAssistance):
    """Every time they were asked, and what they said of each answer."""

    access = frozenset({*TYPISTS, *SEES_ALL})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {
            "assistance_shown": self.assistance,
            "checks": checks_shown(self.assistance.case, self.user, at=self.at),
            "is_own": self.assistance.typist_id == self.user.pk,
            "back_url": self.back_url,
        }
        return render(request, "questions/typed/confirmed.html", context)


class AskToConfirmPage(OneAssistance, ActionPage):
    """Say whom to write to; the letter leaves at once."""

    access = TYPISTS
    template, done = "questions/typed/ask.html", _("The letter is on its way.")

    @property
    def back_url(self) -> str:
        return reverse("typing-confirmed", args=[self.assistance.pk])

    def form(self, data: Any = None) -> AskToConfirm:
        agreed_by = self.assistance.agreed_by
        initial = {"name": self.assistance.agreed_name, "email": agreed_by.email if agreed_by else ""}
        return AskToConfirm(data, initial=initial)

    def facts(self) -> dict[str, Any]:
        return {"assistance_shown": self.assistance}

    def act(self, values: dict[str, Any]) -> TypedCheck:
        return ask_to_confirm(self.assistance, **values, by=self.user, at=self.at)

    def next_url(self, done: TypedCheck) -> str:
        return self.back_url
