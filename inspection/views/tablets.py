"""Pages of tablets: whose they are, taking one off the list, what has not come back, and bringing in a file."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import Door, may_enter

from ..actions.bringing_in import BroughtIn, bring_in
from ..actions.devices import revoke_device
from ..actions.visit_pack import ask_for_visit_pack
from ..forms.parts import Confirm
from ..forms.tablets import BringInForm, TabletFilter
from ..models import AssessmentVisit, Device
from ..queries.offline import devices_visible_to, find_devices, held_too_long, may_revoke, not_reported
from ..queries.pages import mark_of, older_than
from ..queries.visits import visits_visible_to
from ..visited import GO_ON_VISITS, READ_VISITS
from .assessments import PAGE, older

MOST_QUIET = 50


class TabletList(LookingPage):
    """One's own tablets, and for managers everybody's; above them, visits whose tablet has not said it is empty."""

    access = READ_VISITS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = TabletFilter(request.GET)
        chosen = form.chosen()
        user: Any = request.user
        found = find_devices(devices_visible_to(user), words=chosen.get("q", ""), state=chosen.get("state", ""))
        rows = list(found.filter(older_than(request.GET.get("after", ""), "seen_at"))[: PAGE + 1])
        quiet = list(not_reported(user, at=self.at)[: MOST_QUIET + 1])
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": [(each, each.revoked_at is None and may_revoke(each, user)) for each in rows[:PAGE]],
            "older_url": older(chosen, mark_of(rows[PAGE - 1], "seen_at")) if rows[PAGE:] else "",
            "quiet": quiet[:MOST_QUIET],
            "more_quiet": bool(quiet[MOST_QUIET:]),
            "held": held_too_long(user, at=self.at),
            "may_bring_in": may_enter(user, GO_ON_VISITS),
        }
        return render(request, "inspection/tablets/list.html", context)


class RevokeTablet(ActionPage):
    """Take a tablet off the list, as when it is lost."""

    access = GO_ON_VISITS
    done = "The tablet is off the list. It sends nothing any more, and clears what it holds when it next has signal."

    @cached_property
    def device(self) -> Device:
        return get_object_or_404(devices_visible_to(self.user), pk=self.kwargs["device_id"])

    @property
    def back_url(self) -> str:
        return reverse("tablet-list")

    def form(self, data: Any = None) -> PageForm:
        hint = (
            "What was written on it and not sent stays on it. Its person can save it to a file there, and bring it in. "
            "The visits it took along are cleared."
        )
        return Confirm(data, title=f"Take “{self.device.name}” off the list?", button="Take it off", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return revoke_device(self.device, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return self.back_url


class PrintPack(ActionPage):
    """The pack of a visit on paper, made in the background."""

    access = GO_ON_VISITS

    @cached_property
    def visit(self) -> AssessmentVisit:
        found = visits_visible_to(self.user)
        return get_object_or_404(found, pk=self.kwargs["visit_id"], case=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse("visit-detail", args=[self.visit.case_id, self.visit.pk])

    def form(self, data: Any = None) -> PageForm:
        hint = "Agenda, checklist, what to look for, codes of people met, and room to write. It is made as a PDF."
        return Confirm(data, title=f"Print the pack of {str(self.visit).lower()}", button="Make the PDF", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return ask_for_visit_pack(self.visit, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("job-page", args=[done.pk])


class BringIn(Door):
    """A file that a tablet saved: each thing that was refused is said, the others are kept."""

    access = GO_ON_VISITS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, BringInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BringInForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            brought = bring_in(form.cleaned_data["file"], by=self.user, at=self.at)
        except Refused as refused:
            form.add_error("file", refused.sentence)
            return self._show(request, form, status=409)
        if brought.refusals:
            return self._show(request, BringInForm(), brought=brought)
        messages.success(request, f"All is kept: {brought.kept} notes and {brought.photos} photos.")
        return redirect("tablet-list")

    def _show(
        self, request: HttpRequest, form: BringInForm, *, status: int = 200, brought: BroughtIn | None = None
    ) -> HttpResponse:
        context = {"form": form, "brought": brought}
        return render(request, "inspection/tablets/bring_in.html", context, status=status)
