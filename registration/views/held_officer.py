"""Pages of those who decide about changes after registration, and about services on trial."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door
from sandbox_portal.register.models import Service

from ..actions.change_effects import Accepted
from ..actions.changes import accept_change, refuse_change
from ..actions.conversions import carry_out_conversion, plan_conversion
from ..changes import KINDS, effective_from
from ..forms.applications import OneButton
from ..forms.held import AcceptChange, PlanConversion, RefuseChange
from ..models import Conversion
from ..permissions import is_registration_manager
from ..queries.applications import REGISTRATION_TEAM
from ..queries.change_lines import lines_proposed
from ..queries.held import conversions_visible_to, held_visible_to
from ..queries.held_lists import services_on_trial
from .held import PAGE, ChangeAction, HeldAction


class AcceptPage(ChangeAction):
    access = REGISTRATION_TEAM
    done = "The change is accepted. The register tells it from its day."

    def form(self, data: Any = None) -> AcceptChange:
        today = day_in_london(self.at)
        kind = KINDS[self.change.kind]
        day = effective_from(kind, happens_on=self.change.happens_on, decided_on=today)
        lines = lines_proposed(self.change, today)
        return AcceptChange(data, kind=kind, lines=lines, day=min(day, today) if kind.effect else day)

    def act(self, values: dict[str, Any]) -> object:
        accepted = Accepted(values["holds_from"], values.get("lines", ()))
        return accept_change(self.change, accepted=accepted, by=self.user, at=self.at)


class RefusePage(ChangeAction):
    access = REGISTRATION_TEAM
    done = "The change is refused. The organisation can read why."

    def form(self, data: Any = None) -> RefuseChange:
        return RefuseChange(data)

    def act(self, values: dict[str, Any]) -> object:
        return refuse_change(self.change, reason=values["reason"], by=self.user, at=self.at)


class TrialList(Door):
    """Services registered under a kind that is on trial, and what is to become of each (R-145)."""

    access = REGISTRATION_TEAM | {Role.PROGRAMME_LEAD, Role.AUDITOR}

    def get(self, request: HttpRequest) -> HttpResponse:
        rows, next_mark = services_on_trial(
            held_visible_to(request.user), after=request.GET.get("after", ""), count=PAGE
        )
        context = {
            "rows": rows,
            "next_url": f"?after={next_mark}" if next_mark else "",
            "may_decide": is_registration_manager.test(request.user),
            "today": day_in_london(self.at),
        }
        return render(request, "registration/held/trials.html", context)


class PlanPage(HeldAction):
    access = frozenset({Role.REGISTRATION_MANAGER})
    done = "The plan is kept. The organisation can read it."

    @cached_property
    def service(self) -> Service:
        return get_object_or_404(self.registration.services, pk=self.kwargs["service_id"])

    @property
    def back_url(self) -> str:
        return reverse("trial-list")

    def form(self, data: Any = None) -> PageForm:
        plan = conversions_visible_to(self.user).filter(service=self.service).first()
        known = {name: getattr(plan, name) for name in ("plan", "to_kind", "on", "because")} if plan else None
        form = PlanConversion(data, initial=known)
        form.title = f"What becomes of “{self.service}” when the trial ends?"
        return form

    def act(self, values: dict[str, Any]) -> object:
        return plan_conversion(self.registration, service=self.service, **values, by=self.user, at=self.at)


class CarryOutPage(PlanPage):
    done = "It is done. The register tells the new state, and the old one stays readable."

    @cached_property
    def conversion(self) -> Conversion:
        found = conversions_visible_to(self.user).filter(registration=self.registration, service=self.service)
        return get_object_or_404(found)

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title=f"Carry out: {self.conversion}", button="Carry it out")

    def act(self, values: dict[str, Any]) -> object:
        return carry_out_conversion(self.conversion, by=self.user, at=self.at)
