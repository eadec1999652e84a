"""Ask for a whole case, or for everything of an organisation, as one file."""

from collections import Counter
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.doors import SIGNED_IN, STAFF, Door, may_enter
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import own_organisations

from ..actions.bundles import ask_for_case_bundle, ask_for_organisation_bundle
from ..bundles import Item, items_of
from ..forms.bundles import AskForBundle


class CaseBundle(Door):
    """What would be in it; then a job makes it. There is no state of a case without this page."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def case(self) -> Case:
        return get_object_or_404(cases_visible_to(self.request.user), pk=self.kwargs["case"])

    @cached_property
    def items(self) -> list[Item]:
        return items_of(self.case, self.request.user)

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            job = ask_for_case_bundle(self.case, left_out=form.reasons(), by=request.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._page(form, status=409)
        return redirect("job-page", job=job.pk)

    def _form(self, data: object = None) -> AskForBundle:
        return AskForBundle(data, items=self.items, is_staff=may_enter(self.request.user, frozenset({STAFF})))

    def _page(self, form: AskForBundle, *, status: int = 200) -> HttpResponse:
        context = {
            "case": self.case,
            "form": form,
            "counts": list(Counter(item.folder[3:] for item in self.items).items()),
            "back_url": kind_of(self.case).address(self.case, self.request.user),
        }
        return render(self.request, "documents/bundles/ask.html", context, status=status)


class OrganisationBundle(Door):
    """Everything of one's own organisation: its profile and all its cases."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(own_organisations(self.request.user), pk=self.kwargs["organisation"])

    def get(self, request: HttpRequest, organisation: UUID) -> HttpResponse:
        cases = cases_visible_to(request.user).filter(organisation=self.organisation).order_by("opened_at", "pk")
        context = {"organisation": self.organisation, "cases": cases}
        return render(request, "documents/bundles/ask_for_organisation.html", context)

    def post(self, request: HttpRequest, organisation: UUID) -> HttpResponse:
        job = ask_for_organisation_bundle(self.organisation, by=request.user, at=self.at)
        return redirect("job-page", job=job.pk)
