"""Results that an organisation keeps: save one, list them, read one again."""

import uuid
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import PROVIDER, SIGNED_IN, Door
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import organisation_places

from ..actions.scope import save_scope_run
from ..forms.scope import FindRuns, SaveRun
from ..models import ScopeRun
from ..queries.scope import (
    outcomes_in_words,
    questions_of,
    saving_organisations,
    scope_runs_named,
    scope_runs_visible_to,
)
from ..scope import to_register, walks
from .showing import shown
from .visit import Visit

PAGE = 20


class SaveScopeRun(Door):
    """Keep the result of this visit for an organisation; somebody without one makes it first and comes back."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def visit(self) -> Visit:
        return Visit(self.request)

    @cached_property
    def organisations(self) -> list[Organisation]:
        return saving_organisations(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not self.visit.services:
            return redirect("scope-start")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        if any(each.outcome is None for each in self.visit.walks()):
            return redirect("scope-result")
        if not organisation_places(request.user):
            return redirect(f"{reverse('organisation-create')}?{urlencode({'next': request.path})}")
        return self.show(SaveRun(organisations=self.organisations, initial={"key": uuid.uuid4()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SaveRun(request.POST, organisations=self.organisations)
        if not self.organisations or not form.is_valid():
            return self.show(form, status=422)
        try:
            run = save_scope_run(
                self.visit.row,
                services=[each["answers"] for each in self.visit.services],
                organisation=form.organisation(),
                name=form.cleaned_data["name"],
                key=form.cleaned_data["key"],
                by=request.user,
                at=self.at,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        messages.success(request, "The result is saved. Your colleagues can read it too.")
        return redirect("scope-run-detail", scope_run_id=run.pk)

    def show(self, form: SaveRun, status: int = 200) -> HttpResponse:
        answers = [each["answers"] for each in self.visit.services]
        context = {
            "tree": self.visit.tree,
            "form": form,
            "organisations": self.organisations,
            "services": shown(self.visit.tree, answers, may_change=False),
            "back_url": reverse("scope-result"),
        }
        return render(self.request, "registration/provider/scope_save.html", context, status=status)


class ScopeRunList(Door):
    """The results the person's organisations have saved, the newest first."""

    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FindRuns(request.GET)
        runs = scope_runs_named(scope_runs_visible_to(request.user), **form.chosen()).order_by("-saved_at", "pk")
        found, neighbours = page_by_number(request, runs, size=PAGE)
        outcomes = outcomes_in_words(found)
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": [(run, outcomes[run.pk]) for run in found],
            "several": len(organisation_places(request.user)) > 1,
            **neighbours,
        }
        return render(request, "registration/provider/scope_runs.html", context)


class ScopeRunPage(Door):
    """A page of one saved result."""

    access = frozenset({PROVIDER})

    @cached_property
    def run(self) -> ScopeRun:
        runs = scope_runs_visible_to(self.request.user).select_related("saved_by")
        return get_object_or_404(runs, pk=self.kwargs["scope_run_id"])

    @property
    def answers(self) -> list[Any]:
        return [service["answers"] for service in self.run.services]


class ScopeRunDetail(ScopeRunPage):
    """A saved result as it was, by the version of the questions it names."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        tree = questions_of(self.run.tree)
        context = {
            "run": self.run,
            "tree": tree,
            "services": shown(tree, self.answers, may_change=False),
            "to_register": to_register(walks(tree, self.answers)),
        }
        return render(request, "registration/provider/scope_run.html", context)


class ScopeRunFacts(ScopeRunPage):
    """The same answers in the format of `recompute scope`."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services = self.answers
        given = {"answers": services[0]} if len(services) == 1 else {"streams": services}
        return JsonResponse({**given, "version": self.run.tree.version}, json_dumps_params={"indent": 2})
