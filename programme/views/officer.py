"""A round as the regulator's people see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.people.doors import STAFF, Door

from ..further_pages import links_of
from ..models import Round
from ..queries import core_length_note, key_dates, panel_of, pauses_of, phases_of, rounds_visible_to, window_state
from ..round_page import picture_of, whole_plan
from ..workflow import ROUND
from .steps import OFFERED


@dataclass(frozen=True)
class OfferedStep:
    """A button of the page, ready or greyed with the reason."""

    label: str
    address: str
    refusal: str | None


class ManageRound(Door):
    """Stage, steps, phases, key dates and panel of one round."""

    access = frozenset({STAFF})

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        round_ = get_object_or_404(rounds_visible_to(request.user), slug=round_slug)
        phases, dates, pauses = list(phases_of(round_)), list(key_dates(round_)), list(pauses_of(round_))
        context = {
            "round": round_,
            "stage": ROUND.stage(round_.case.stage),
            "window": window_state(round_, self.at),
            "offers": list(offered_steps(round_, request.user)),
            "may": may(round_, request.user),
            "phases": phases,
            "core_length_note": core_length_note(phases),
            "whole_plan": whole_plan(phases),
            "key_dates": dates,
            "pauses": pauses,
            "picture": picture_of(phases, dates, pauses, self.at),
            "panel": panel_of(round_),
            "links": links_of(round_, request.user, self.at),
        }
        return render(request, "programme/officer/round_manage.html", context)


def offered_steps(round_: Round, user: Any) -> Iterator[OfferedStep]:
    """The steps with a page of their own that this person sees at this stage."""
    for offer in ROUND.offers(round_, user):
        if offer.step.name in OFFERED:
            address = reverse(f"round-{offer.step.name.replace('_', '-')}", args=[round_.slug])
            yield OfferedStep(offer.step.label, address, offer.refusal)


def may(round_: Round, user: Any) -> dict[str, bool]:
    """Which links beside phases, dates and seats this person sees at this stage."""
    steps = {step.name for step in ROUND.steps} - OFFERED
    return {name: ROUND.refusal(name, round_, user) is None for name in steps}
