"""The calendar of a round in the lead's hands: key dates, phases, gates, activities."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door

from .. import forms
from ..actions import change_key_date, pass_gate, set_actual_start, tick_activity
from ..choices import ActivityState
from ..models import KeyDate, Phase
from ..queries import activities_of, key_dates, phases_of, rounds_visible_to
from .steps import RoundForm


class ChangeKeyDate(RoundForm):
    step = "change_key_date"
    done = _("The key date is changed.")

    @property
    def key_date(self) -> KeyDate:
        dates = key_dates(self.round).select_related("round__case")
        return get_object_or_404(dates, code=self.kwargs["key_date_code"])

    def form(self, data: Any = None) -> PageForm:
        return forms.ChangeKeyDate(data, round_=self.round, key_date=self.key_date)

    def act(self, values: dict[str, Any]) -> None:
        change_key_date(self.key_date, **values, by=self.user, at=self.at)


class PhaseForm(RoundForm):
    """A form about one phase, whose name is the heading."""

    form_class: type[forms.RoundPageForm]

    @property
    def phase(self) -> Phase:
        phases = phases_of(self.round).select_related("round__case")
        return get_object_or_404(phases, number=self.kwargs["phase_number"])

    def form(self, data: Any = None) -> PageForm:
        form = self.form_class(data, round_=self.round)
        form.title = self.heading
        return form

    @property
    def heading(self) -> str:
        return str(self.phase)


class StartPhase(PhaseForm):
    step = "set_actual_start"
    done = _("The start of the phase is set.")
    form_class = forms.StartPhase

    def act(self, values: dict[str, Any]) -> None:
        set_actual_start(self.phase, **values, by=self.user, at=self.at)


class PassGate(PhaseForm):
    step = "pass_gate"
    done = _("The gate is passed.")
    form_class = forms.PassGate

    @property
    def heading(self) -> str:
        return self.phase.gate or str(self.phase)

    def act(self, values: dict[str, Any]) -> None:
        pass_gate(self.phase, **values, by=self.user, at=self.at)


class TickActivity(Door):
    """The button beside an activity on the round's page."""

    access = frozenset({Role.PROGRAMME_LEAD})

    def post(self, request: HttpRequest, round_slug: str, activity_id: int) -> HttpResponse:
        round_ = get_object_or_404(rounds_visible_to(request.user), slug=round_slug)
        activity = get_object_or_404(activities_of(round_), pk=activity_id)
        form = forms.TickActivity(request.POST)
        if form.is_valid():
            state = ActivityState(form.cleaned_data["state"])
            tick_activity(activity, state=state, by=request.user, at=self.at)
            messages.success(request, _("The activity is ticked."))
        return redirect(reverse("round-manage", args=[round_slug]) + f"#phase-{activity.phase.number}")
