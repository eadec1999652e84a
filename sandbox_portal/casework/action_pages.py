"""The page of one action: a form, what the action refuses beside what was typed, and the way on when it is done."""

from abc import ABC, abstractmethod
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import Door
from sandbox_portal.people.queries import came_in_at

from .looks import moment_of_look, one_look
from .refusals import Refused


class LookingPage(Door):
    """A page that asks each question of a look once, its moment too. What is sent is decided by what is stored then."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return super().dispatch(request, *args, **kwargs)
        with one_look(came_in_at(request.user)):
            return super().dispatch(request, *args, **kwargs)

    @cached_property
    def at(self) -> datetime:
        return moment_of_look()


class ActionPage(LookingPage, ABC):
    """One form, one action. `bound` is the form as it was sent."""

    template: ClassVar[str] = "components/page_form.html"
    done: Any = ""
    bound: Any = None

    @abstractmethod
    def form(self, data: Any = None) -> PageForm:
        """The form, with what was sent or empty."""

    @abstractmethod
    def act(self, values: dict[str, Any]) -> object:
        """Take the values to the one action; gives what it did."""

    @abstractmethod
    def next_url(self, done: Any) -> str:
        """Where one goes on when it is done."""

    @property
    def back_url(self) -> str:
        return "/"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.bound = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            done = self.carry_out(form.cleaned_data)
        except Refused as refused:
            return self.refused(form, refused.sentence)
        if self.done:
            messages.success(request, self.done)
        return redirect(self.next_url(done))

    def carry_out(self, values: dict[str, Any]) -> object:
        """The action, with whatever has to happen in its transaction or not at all."""
        return self.act(values)

    def refused(self, form: PageForm, sentence: str) -> HttpResponse:
        """What the action refuses stands beside what was typed."""
        form.add_error(None, sentence)
        return self.show(form, status=409)

    def facts(self) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "back_url": self.back_url, **self.facts()}
        return render(self.request, self.template, context, status=status)
