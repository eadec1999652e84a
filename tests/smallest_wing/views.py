"""Doors: the page of a request, and one for each thing done with it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import PROVIDER, Door
from sandbox_portal.people.queries import own_organisations

from .actions import send_letter, send_request, start_request
from .forms import Confirm, StartRequest
from .models import ListRequest
from .queries import list_requests_visible_to
from .workflow import LIST_REQUEST


class RequestPage(Door):
    access = frozenset({PROVIDER, Role.PROGRAMME_LEAD, Role.AUDITOR})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(list_requests_visible_to(request.user), pk=kwargs["case_id"])
        offers = [each.step.name for each in LIST_REQUEST.offers(found, request.user) if each.refusal is None]
        pages = {"send": "list-request-send", "put_on_list": "list-request-letter", "decline": "list-request-letter"}
        links = [
            (LIST_REQUEST.step(name).label, reverse(pages[name], args=[found.pk])) for name in offers if name in pages
        ]
        return render(request, "smallest_wing/request.html", {"request_": found, "case": found.case, "links": links})


class StartPage(ActionPage):
    access = frozenset({PROVIDER})

    def form(self, data: Any = None) -> StartRequest:
        return StartRequest(data, organisations=list(own_organisations(self.user)))

    def act(self, values: dict[str, Any]) -> ListRequest:
        return start_request(values["organisation"], by=self.user, at=self.at)

    def next_url(self, done: ListRequest) -> str:
        return reverse("response-task-list", args=[done.pk])


class RequestAction(ActionPage):
    title = ""

    @cached_property
    def found(self) -> ListRequest:
        return get_object_or_404(list_requests_visible_to(self.user), pk=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse("list-request", args=[self.found.pk])

    def form(self, data: Any = None) -> Confirm:
        return Confirm(data, title=f"{self.title}: {self.found}")

    def next_url(self, done: Any) -> str:
        return self.back_url


class SendPage(RequestAction):
    access = frozenset({PROVIDER})
    title, done = "Send the request", "We have your request."

    def act(self, values: dict[str, Any]) -> ListRequest:
        return send_request(self.found, by=self.user, at=self.at)


class LetterPage(RequestAction):
    access = frozenset({Role.PROGRAMME_LEAD})
    title, done = "Send the letter", "The letter is sent."

    def act(self, values: dict[str, Any]) -> ListRequest:
        return send_letter(self.found, by=self.user, at=self.at)
