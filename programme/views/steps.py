"""Steps of a round: one page each, with what the step needs to know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door

from .. import actions, forms
from ..models import Round
from ..queries import rounds_visible_to
from ..workflow import ROUND


class RoundForm(ActionPage):
    """A page with one form that changes a round by one step of its workflow.

    A subclass names `step`, gives its form, and calls one action. A refusal comes back beside what was typed.
    """

    access = frozenset({Role.PROGRAMME_LEAD})
    step: str

    @property
    def round(self) -> Round:
        return get_object_or_404(rounds_visible_to(self.user), slug=self.kwargs["round_slug"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refusal = ROUND.refusal(self.step, self.round, self.user)
        if refusal:
            raise Refused(refusal)
        return super().get(request, **kwargs)

    def next_url(self, done: Any) -> str:
        return self.back_url

    @property
    def back_url(self) -> str:
        return reverse("round-manage", args=[self.kwargs["round_slug"]])


@dataclass(frozen=True)
class StepPage:
    """The form of a step, the action it calls, and what is said when it is done."""

    form: type[PageForm]
    act: Callable[[Round, dict[str, Any], Any, datetime], object]
    done: str


RESUME = {forms.SHIFTED: actions.resume_round_and_shift, forms.AS_THEY_STAND: actions.resume_round}
STEP_PAGES = {
    "open_window": StepPage(
        forms.OpenWindow,
        lambda round_, values, by, at: actions.open_window(round_, by=by, at=at),
        "The window is open. The criteria are frozen.",
    ),
    "close_window": StepPage(
        forms.CloseWindow,
        lambda round_, values, by, at: actions.close_window(round_, by=by, at=at),
        "The window is closed.",
    ),
    "start_running": StepPage(
        forms.StartRunning,
        lambda round_, values, by, at: actions.start_running(round_, by=by, at=at),
        "The work has started.",
    ),
    "pause": StepPage(
        forms.PauseRound,
        lambda round_, values, by, at: actions.pause_round(round_, **values, by=by, at=at),
        "The round is paused. Its public page says so.",
    ),
    "resume": StepPage(
        forms.ResumeRound,
        lambda round_, values, by, at: RESUME[values["dates"]](round_, by=by, at=at),
        "The round goes on.",
    ),
    "change_window": StepPage(
        forms.ChangeWindow,
        lambda round_, values, by, at: actions.change_window(round_, **values, by=by, at=at),
        "The window is changed.",
    ),
    "extend_window": StepPage(
        forms.ExtendWindow,
        lambda round_, values, by, at: actions.extend_window(round_, **values, by=by, at=at),
        "There is more time to apply.",
    ),
}


# Steps with a page: giving up goes by way of a decision, but it is offered among the others.
OFFERED = STEP_PAGES.keys() | {"abandon"}


class GiveUpRound(Door):
    """Nobody ends a round alone: the way to the decision that two people sign."""

    access = frozenset({Role.PROGRAMME_LEAD})

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        found = get_object_or_404(rounds_visible_to(request.user), slug=round_slug)
        return redirect("decision-draft", case=found.pk, kind="give_up_round")


class TakeStep(RoundForm):
    """Any step of STEP_PAGES; the map names which."""

    step = ""

    @property
    def page(self) -> StepPage:
        return STEP_PAGES[self.step]

    @property
    def done(self) -> str:  # type: ignore[override]
        return self.page.done

    def form(self, data: Any = None) -> PageForm:
        return self.page.form(data, round_=self.round)

    def act(self, values: dict[str, Any]) -> None:
        self.page.act(self.round, values, self.user, self.at)
