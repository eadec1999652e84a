"""What belongs to the form of an organisation: its statement of purpose, and what to have ready."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.doors import PROVIDER
from sandbox_portal.questions.queries import Reading, answering_refusal, read_response, response_of

from ..actions.purpose import ask_for_statement
from ..choices import SET_CODE, RegistrationStage
from ..models import RegistrationApplication
from ..queries.applications import own_registrations
from ..queries.purpose import readiness, statement_of


class OfTheForm(LookingPage):
    """A page about the answers of an application of the person's own organisation."""

    access = frozenset({PROVIDER})

    @cached_property
    def application(self) -> RegistrationApplication:
        return get_object_or_404(own_registrations(self.user), pk=self.kwargs["case_id"])

    @cached_property
    def reading(self) -> Reading:
        response = response_of(self.application.case, set_code=SET_CODE)
        if response is None:
            raise Http404
        return read_response(response)

    @cached_property
    def may_write(self) -> bool:
        return answering_refusal(self.reading.response, self.user) is None

    def show(self, template: str, **facts: Any) -> HttpResponse:
        is_draft = self.application.case.stage == RegistrationStage.DRAFT
        back = reverse("response-task-list" if is_draft else "registration-status", args=[self.application.pk])
        context = {"application": self.application, "may_write": self.may_write, "back_url": back, **facts}
        return render(self.request, template, context)


class StatementOfPurpose(OfTheForm):
    """The statement of purpose as the paper it becomes; a POST asks for it as a PDF (S9.3)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        statement = statement_of(self.reading)
        is_confirmed = self.reading.answers.get("statement_confirmed") is True
        return self.show("registration/provider/statement.html", statement=statement, is_confirmed=is_confirmed)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            job = ask_for_statement(self.application, by=self.user, at=self.at)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(request.path)
        return redirect("job-page", job.pk)


class WhatToHaveReady(OfTheForm):
    """The slow things first: checks, letters, insurance and papers, each with whether it is there (F.7)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        groups = readiness(self.reading)
        things = [each for _title, ready in groups for each in ready]
        facts = {"groups": groups, "wanted": len(things), "there": sum(each.is_there for each in things)}
        return self.show("registration/provider/readiness.html", **facts)
